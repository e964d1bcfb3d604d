package io.brume.kernel.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Segments one after the other; each is opened when it is its turn. */
final class SegmentStream extends InputStream {

    /** Opens a segment. */
    @FunctionalInterface
    interface Opener {
        InputStream open(Segment segment) throws IOException;
    }

    private final Iterator<Segment> rest;
    private final Opener opener;
    private final Runnable onClose;
    private @Nullable InputStream current;
    private boolean closed;

    /** Opens the first segment at once, so that a content which is gone is known before anything is answered. */
    SegmentStream(List<Segment> content, Opener opener, Runnable onClose) throws IOException {
        rest = content.iterator();
        this.opener = opener;
        this.onClose = onClose;
        current = rest.hasNext() ? opener.open(rest.next()) : null;
    }

    private void advance() throws IOException {
        InputStream done = current;
        current = null;
        if (done != null) {
            done.close();
        }
        if (rest.hasNext()) {
            current = opener.open(rest.next());
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        for (InputStream in = current; in != null; in = current) {
            int n = in.read(b, off, len);
            if (n >= 0) {
                return n;
            }
            advance();
        }
        return -1;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long total = 0;
        for (InputStream in = current; in != null; in = current) {
            total += in.transferTo(out);
            advance();
        }
        return total;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            onClose.run();
            if (current != null) {
                current.close();
            }
        }
    }
}

package io.brume.algorithms.data;

import io.brume.algorithms.BadDataException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A window onto a source's bytes, unpacked where they are gzip. The window is {@code buffer} from {@code position} to
 * {@code limit}, and grows where one line or record does not fit.
 */
final class Input implements Closeable {
    private static final int INITIAL = 1 << 20;
    /** For sources that are small, such as requests. */
    private static final int SMALLEST = 1 << 10;

    /** No line or record is longer. */
    private static final int MAXIMUM = 1 << 30;

    final String name;
    private final Counted counted;
    private final InputStream stream;
    private final long size;
    private boolean ended;

    byte[] buffer;
    int position;
    int limit;

    Input(Source source) throws IOException {
        name = source.name();
        size = source.size();
        buffer = new byte[size < 0 ? INITIAL : (int) Math.clamp(size + 1, SMALLEST, INITIAL)];
        counted = new Counted(source.open());
        InputStream unpacked = counted;
        try {
            if (counted.peek(0) == 0x1f && counted.peek(1) == 0x8b) {
                unpacked = new GZIPInputStream(counted, 1 << 16);
            }
        } catch (EOFException | ZipException e) {
            counted.close();
            throw gzip(e, null, 0);
        }
        stream = unpacked;
    }

    /**
     * Brings more bytes behind {@code limit}; what was before {@code position} is gone, so {@code position} changes.
     *
     * @param unit what is being read, "line" or "record", and {@code number} which, for messages
     * @return whether there were more
     */
    boolean more(String unit, long number) throws IOException {
        if (ended) {
            return false;
        }
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            if (limit >= MAXIMUM) {
                throw bad(unit, number, "the " + unit + " is longer than " + MAXIMUM + " bytes");
            }
            buffer = Arrays.copyOf(buffer, 2 * limit);
        }
        int read;
        try {
            read = stream.read(buffer, limit, buffer.length - limit);
        } catch (EOFException | ZipException e) {
            throw gzip(e, unit, number);
        }
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        return true;
    }

    /** Fills the window to at least so many bytes from {@code position}; false where there are not so many left. */
    boolean fill(int bytes, String unit, long number) throws IOException {
        while (limit - position < bytes) {
            if (!more(unit, number)) {
                return false;
            }
        }
        return true;
    }

    /** How much of the source has been read, from 0 to 1; 0 where its size is not known. */
    double fraction() {
        return size <= 0 ? 0 : Math.min(1, (double) counted.count / size);
    }

    BadDataException bad(String unit, long number, String reason) {
        return unit.equals("line")
                ? BadDataException.atLine(name, number, reason)
                : BadDataException.atRecord(name, number, reason);
    }

    private BadDataException gzip(IOException e, @Nullable String unit, long number) {
        String reason =
                e instanceof EOFException ? "the gzip data is cut off" : "the gzip data is broken: " + e.getMessage();
        return (unit == null ? BadDataException.inFile(name, reason) : bad(unit, number, reason)).because(e);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /**
     * Counts bytes, shows the first two, and tells the truth about what is available: {@link GZIPInputStream} looks for
     * another member only where something is.
     */
    private static final class Counted extends FilterInputStream {
        private final byte[] ahead = new byte[2];
        private int from;
        private int to;
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        int peek(int index) throws IOException {
            while (to - from <= index) {
                int value = in.read();
                if (value < 0) {
                    return -1;
                }
                ahead[to++] = (byte) value;
            }
            return ahead[from + index] & 0xff;
        }

        @Override
        public int read() throws IOException {
            int value = from < to ? ahead[from++] & 0xff : in.read();
            count += value < 0 ? 0 : 1;
            rewind();
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int read;
            if (from < to) {
                read = Math.min(length, to - from);
                System.arraycopy(ahead, from, bytes, offset, read);
                from += read;
                rewind();
            } else {
                read = in.read(bytes, offset, length);
            }
            count += Math.max(0, read);
            return read;
        }

        @Override
        public int available() throws IOException {
            return peek(0) < 0 ? 0 : Math.max(1, in.available());
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void rewind() {
            if (from == to) {
                from = 0;
                to = 0;
            }
        }
    }
}

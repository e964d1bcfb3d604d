package io.brume.kernel.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as it comes from the caller. Its failures are the caller's, whoever reads it and however they are wrapped on
 * their way up; a service's own failed reads are not.
 */
public final class CallersBody extends FilterInputStream {

    public CallersBody(InputStream in) {
        super(in);
    }

    /** The body broke off. */
    public static final class BrokenOff extends IOException {

        private static final long serialVersionUID = 1L;

        private BrokenOff(IOException cause) {
            super("the request's body could not be read to its end", cause);
        }

        /** The one that caused a failure; null when none did. */
        public static @Nullable BrokenOff in(Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof BrokenOff found) {
                    return found;
                }
            }
            return null;
        }

        /** Whether it came too slowly rather than not at all. */
        public boolean isLate() {
            Throwable cause = getCause();
            return cause instanceof SocketTimeoutException
                    || cause != null && cause.getCause() instanceof TimeoutException;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        try {
            return in.read(b, off, len);
        } catch (IOException e) {
            throw new BrokenOff(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } catch (IOException e) {
            throw new BrokenOff(e);
        }
    }
}

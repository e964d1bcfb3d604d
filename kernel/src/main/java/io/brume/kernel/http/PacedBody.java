package io.brume.kernel.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A request's body that fails when it comes more slowly than a byte rate, averaged over the time that its reader waited: a slow
 * reader is not the sender's fault. A sender that falls silent is the idle time-out's.
 */
final class PacedBody extends InputStream {

    private final InputStream in;
    private final long bytesPerSecond;
    private final long patience;
    private long waited;
    private long bytes;

    /** @param patience how long is waited before the rate counts */
    PacedBody(InputStream in, long bytesPerSecond, Duration patience) {
        this.in = in;
        this.bytesPerSecond = bytesPerSecond;
        this.patience = patience.toNanos();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        long began = System.nanoTime();
        int n = in.read(b, off, len);
        waited += System.nanoTime() - began;
        if (n > 0) {
            bytes += n;
            if (waited > patience && bytes < waited / 1e9 * bytesPerSecond) {
                throw new SocketTimeoutException("the body came in at less than " + bytesPerSecond + " bytes a second");
            }
        }
        return n;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

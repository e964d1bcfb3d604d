package io.brume.kernel.object;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ArrayBlockingQueue;

/** A part of a file. Where it is transferred to a stream that is a channel too, its bytes do not pass through the heap. */
final class FileRange extends InputStream {

    private static final int BUFFER = 256 << 10;
    private static final int SMALL = 64 << 10;
    private static final ArrayBlockingQueue<ByteBuffer> BUFFERS = new ArrayBlockingQueue<>(32);

    private final FileChannel channel;
    private long position;
    private long left;

    FileRange(FileChannel channel, long offset, long length) {
        this.channel = channel;
        position = offset;
        left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        return left == 0 ? -1 : fill(ByteBuffer.wrap(b, off, (int) Math.min(len, left)));
    }

    private int fill(ByteBuffer buffer) throws IOException {
        int n = channel.read(buffer, position);
        if (n < 0) {
            throw new EOFException("a blob is shorter than it was");
        }
        position += n;
        left -= n;
        return n;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        if (!(out instanceof WritableByteChannel sink)) {
            return super.transferTo(out);
        }
        long total = left;
        ByteBuffer buffer = left <= SMALL ? ByteBuffer.allocate((int) left) : taken();
        try {
            while (left > 0) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                fill(buffer);
                buffer.flip();
                while (buffer.hasRemaining()) {
                    sink.write(buffer);
                }
            }
        } finally {
            if (buffer.isDirect()) {
                boolean unused = BUFFERS.offer(buffer);
            }
        }
        return total;
    }

    private static ByteBuffer taken() {
        ByteBuffer idle = BUFFERS.poll();
        return idle != null ? idle : ByteBuffer.allocateDirect(BUFFER);
    }

    @Override
    public long skip(long n) {
        long skipped = Math.clamp(n, 0, left);
        position += skipped;
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

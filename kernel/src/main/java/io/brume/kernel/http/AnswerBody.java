package io.brume.kernel.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.eclipse.jetty.io.Content;

/** An answer's body on its way to a socket: a stream, and a channel for those who have buffers. Closing it ends the answer. */
final class AnswerBody extends OutputStream implements WritableByteChannel {

    private final Content.Sink sink;
    private long left;
    private boolean ended;

    /** @param length how many bytes will come; −1 when it is not known. The last of them end the answer. */
    AnswerBody(Content.Sink sink, long length) {
        this.sink = sink;
        left = length == 0 ? -1 : length;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        if (length > 0) {
            left -= length;
            send(left == 0, bytes);
        }
        return length;
    }

    /** When it fails the answer has ended too: closing it would fail once more, with the same exception. */
    private void send(boolean last, ByteBuffer bytes) throws IOException {
        ended = true;
        Content.Sink.write(sink, last, bytes);
        ended = last;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }

    @Override
    public void flush() throws IOException {
        if (!ended) {
            send(false, ByteBuffer.allocate(0));
        }
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            send(true, ByteBuffer.allocate(0));
        }
    }
}

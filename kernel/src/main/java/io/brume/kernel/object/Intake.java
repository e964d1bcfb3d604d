package io.brume.kernel.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Moves a body into a blob while another thread computes its digests. Holds four buffers, whatever the body's length. */
final class Intake {

    private static final int BUFFER = 256 << 10;
    private static final int BUFFERS = 4;

    /** Some bytes of the body; length −1 ends it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(byte[] bytes, int length, AtomicInteger users) {}

    private final BlockingQueue<Piece> toDigest = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
    private final CompletableFuture<Void> digested = new CompletableFuture<>();
    private final Digests digests;
    private int made;

    private Intake(Digests digests) {
        this.digests = digests;
    }

    /**
     * Takes in a body.
     *
     * @param begin what was read of it already
     * @return its length
     */
    static long run(byte[] begin, InputStream in, Objects.Writer writer, Digests digests) throws IOException {
        try {
            return new Intake(digests).move(begin, in, writer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private long move(byte[] begin, InputStream in, Objects.Writer writer) throws IOException, InterruptedException {
        Thread.ofVirtual().name("digest").start(this::digest);
        try {
            byte[] buffer = buffer();
            System.arraycopy(begin, 0, buffer, 0, begin.length);
            int length = begin.length + Math.max(0, in.readNBytes(buffer, begin.length, BUFFER - begin.length));
            long total = 0;
            while (length > 0) {
                total += length;
                var piece = new Piece(buffer, length, new AtomicInteger(2));
                toDigest.put(piece);
                writer.write(buffer, 0, length);
                done(piece);
                if (length < BUFFER) {
                    break;
                }
                buffer = buffer();
                length = in.readNBytes(buffer, 0, BUFFER);
            }
            return total;
        } finally {
            toDigest.put(new Piece(new byte[0], -1, new AtomicInteger()));
            await();
        }
    }

    private byte[] buffer() throws InterruptedException {
        if (made < BUFFERS) {
            made++;
            return new byte[BUFFER];
        }
        return free.take();
    }

    /** A buffer is filled again once it is both written and digested. */
    private void done(Piece piece) throws InterruptedException {
        if (piece.users.decrementAndGet() == 0) {
            free.put(piece.bytes);
        }
    }

    private void digest() {
        try {
            for (Piece piece = toDigest.take(); piece.length >= 0; piece = toDigest.take()) {
                if (!digested.isDone()) {
                    update(piece);
                }
                done(piece);
            }
            digested.complete(null);
        } catch (InterruptedException e) {
            digested.completeExceptionally(e);
        }
    }

    /** A digest that fails must not stop the writer, which waits for the buffers. */
    private void update(Piece piece) {
        try {
            digests.update(piece.bytes, 0, piece.length);
        } catch (RuntimeException e) {
            digested.completeExceptionally(e);
        }
    }

    private void await() throws InterruptedException {
        try {
            digested.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a digest failed", e.getCause());
        }
    }
}

package io.brume.kernel.object;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Writes one file. Long ones are flushed while the rest still comes, so that little is left to do at the end. */
final class FileWriter implements Objects.Writer {

    private static final long FLUSHED_AT_ONCE = 8 << 20;

    private final FileObjects objects;
    private final String id;
    private final FileChannel channel;
    private @Nullable CompletableFuture<Void> flush;
    private long unflushed;
    private boolean finished;

    FileWriter(FileObjects objects, String id) throws IOException {
        this.objects = objects;
        this.id = id;
        channel = FileChannel.open(objects.incoming(id), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        unflushed += length;
        if (unflushed >= FLUSHED_AT_ONCE) {
            flushBeside();
        }
    }

    /** Flushes on another thread; what is written meanwhile is the next flush's. */
    private void flushBeside() throws IOException {
        CompletableFuture<Void> running = flush;
        if (running != null && !running.isDone()) {
            return;
        }
        await(running);
        unflushed = 0;
        var next = new CompletableFuture<Void>();
        Thread.ofVirtual().name("flush").start(() -> {
            try {
                channel.force(false);
                next.complete(null);
            } catch (Throwable e) {
                next.completeExceptionally(e);
            }
        });
        flush = next;
    }

    private static void await(@Nullable CompletableFuture<Void> running) throws IOException {
        if (running == null) {
            return;
        }
        try {
            running.get();
        } catch (ExecutionException | CompletionException e) {
            throw new IOException("a blob could not be flushed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public String finish() throws IOException {
        await(flush);
        channel.force(true);
        channel.close();
        objects.place(id);
        finished = true;
        return id;
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            channel.close();
            Files.deleteIfExists(objects.incoming(id));
        }
    }
}

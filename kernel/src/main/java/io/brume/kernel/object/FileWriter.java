package io.brume.kernel.object;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file in blocks, each on another thread while the next one comes. Past the operating system's cache where the file
 * system can: what has to be on disk at the end anyway gets there several times as fast when it does not lie in the cache first.
 */
final class FileWriter implements Objects.Writer {

    private final FileObjects objects;
    private final String id;
    private final Blocks blocks;
    private final FileChannel channel;

    /** What the length of every write past the cache is a multiple of; 1 for writes into it. */
    private final int alignment;

    private @Nullable CompletableFuture<Void> writing;
    private long length;
    private boolean finished;
    private boolean closed;

    FileWriter(FileObjects objects, String id) throws IOException {
        this.objects = objects;
        this.id = id;
        Blocks large = Blocks.large();
        blocks = large == null ? Blocks.small() : large;
        try {
            int direct = large == null ? 1 : objects.alignment();
            FileChannel opened = direct > 1 && blocks.fit(direct) ? openPastCache() : null;
            alignment = opened == null ? 1 : direct;
            channel = opened == null ? open() : opened;
        } catch (IOException | RuntimeException e) {
            blocks.giveBack();
            throw e;
        }
    }

    private FileChannel open(OpenOption... more) throws IOException {
        List<OpenOption> options = new ArrayList<>(List.of(more));
        options.add(StandardOpenOption.CREATE);
        options.add(StandardOpenOption.WRITE);
        return FileChannel.open(objects.incoming(id), options.toArray(OpenOption[]::new));
    }

    private @Nullable FileChannel openPastCache() {
        try {
            return open(ExtendedOpenOption.DIRECT);
        } catch (IOException | UnsupportedOperationException e) {
            return null; // such as in a file system in memory
        }
    }

    /** The size of a folder's blocks on disk; 1 where that is not known. */
    static int alignment(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return Math.toIntExact(store.getBlockSize());
        } catch (IOException | UnsupportedOperationException | ArithmeticException e) {
            return 1;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        for (int done = 0; done < count; ) {
            ByteBuffer block = blocks.filled();
            int n = Math.min(count - done, block.remaining());
            block.put(bytes, offset + done, n);
            done += n;
            if (!block.hasRemaining()) {
                writeBeside();
            }
        }
        length += count;
    }

    private void writeBeside() throws IOException {
        await();
        ByteBuffer block = blocks.turn();
        var next = new CompletableFuture<Void>();
        Thread.ofVirtual().name("write").start(() -> {
            try {
                writeFully(block);
                next.complete(null);
            } catch (Throwable e) {
                next.completeExceptionally(e);
            }
        });
        writing = next;
    }

    private void writeFully(ByteBuffer block) throws IOException {
        while (block.hasRemaining()) {
            channel.write(block);
        }
    }

    private void await() throws IOException {
        CompletableFuture<Void> running = writing;
        if (running == null) {
            return;
        }
        try {
            running.get();
            writing = null;
        } catch (ExecutionException e) {
            throw new IOException("a blob could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public String finish() throws IOException {
        await();
        ByteBuffer last = blocks.turn();
        int over = last.limit() % alignment;
        if (over > 0) {
            last.limit(last.limit() + alignment - over);
        }
        writeFully(last);
        if (over > 0) {
            channel.truncate(length);
        }
        channel.force(true);
        release();
        objects.place(id);
        finished = true;
        return id;
    }

    private void release() throws IOException {
        if (!closed) {
            closed = true;
            try {
                await();
            } finally {
                channel.close();
                blocks.giveBack();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            try {
                release();
            } finally {
                Files.deleteIfExists(objects.incoming(id));
            }
        }
    }
}

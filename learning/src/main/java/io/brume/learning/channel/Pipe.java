package io.brume.learning.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** A channel as named pipes: {@code CHANNEL_0} for the first time that it is read, {@code CHANNEL_1} for the second, and so on. */
final class Pipe implements AutoCloseable {

    /** What goes through the pipe of an epoch. */
    @FunctionalInterface
    interface Epochs {
        List<Item> items(int epoch) throws ChannelException;
    }

    private final Path folder;
    private final String name;
    private final S3Client s3;
    private final Epochs epochs;
    private final Content content;
    private final Consumer<ChannelException> trouble;
    /** Changed by the feeding thread alone. */
    private volatile int epoch;

    private volatile boolean closed;

    private Pipe(
            Path folder, String name, S3Client s3, Epochs epochs, Content content, Consumer<ChannelException> trouble) {
        this.folder = folder;
        this.name = name;
        this.s3 = s3;
        this.epochs = epochs;
        this.content = content;
        this.trouble = trouble;
    }

    /** Makes the first pipe and feeds it, on a thread of its own. */
    static Pipe open(
            Path folder, String name, S3Client s3, Epochs epochs, Content content, Consumer<ChannelException> trouble)
            throws IOException, InterruptedException {
        var pipe = new Pipe(folder, name, s3, epochs, content, trouble);
        pipe.make(0);
        Thread.ofPlatform().daemon().name("pipe " + name).start(pipe::feed);
        return pipe;
    }

    private Path path(int of) {
        return folder.resolve(name + "_" + of);
    }

    private void make(int of) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("mkfifo", path(of).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("the pipe " + path(of) + " cannot be made");
        }
    }

    private void feed() {
        try {
            for (int now = 0; !closed; now++) {
                epoch = now;
                try (OutputStream out = Files.newOutputStream(path(now))) { // waits for a reader
                    if (closed) {
                        return;
                    }
                    make(now + 1);
                    write(epochs.items(now), out);
                } catch (BrokenPipe e) {
                    // the reader has seen enough of this epoch
                }
            }
        } catch (ChannelException e) {
            trouble.accept(e);
        } catch (IOException e) {
            trouble.accept(new ChannelException("InternalServerError: " + e.getMessage(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Item> items, OutputStream out) throws IOException, ChannelException {
        OutputStream pipe = new BreakablePipe(out);
        for (Item item : items) {
            try (InputStream in = item.open(s3)) {
                content.copy(in, pipe);
            } catch (SdkException e) {
                throw ChannelItems.failed(e);
            } catch (BrokenPipe e) {
                throw e;
            } catch (IOException e) {
                throw new ChannelException(
                        "ClientError: Data download failed: " + item.name() + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try (var _ = new RandomAccessFile(path(epoch).toFile(), "rw")) {
            return; // a reader and a writer at once: whoever waits for a reader goes on, and finds it gone
        } catch (IOException e) {
            return; // it is not there any more
        }
    }

    /** Nobody reads any more. */
    private static final class BrokenPipe extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenPipe(IOException cause) {
            super(cause);
        }
    }

    /** Tells trouble with the reader from trouble with the source. */
    private static final class BreakablePipe extends OutputStream {

        private final OutputStream out;

        BreakablePipe(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw new BrokenPipe(e);
            }
        }
    }
}

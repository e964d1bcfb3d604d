package io.brume.serverless.lambda.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a supervised process writes, by lines. {@link #drain} tells when all that it had written before was heard: the supervisor echoes
 * a mark into the same pipe.
 */
final class Output {

    /** Longer lines are cut into several. */
    private static final int LONGEST_LINE = 64 << 10;

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);

    private final Process process;
    private final Consumer<String> lines;
    private final String token = "brume-" + UUID.randomUUID() + "-";
    private final Map<String, CompletableFuture<Boolean>> marks = new ConcurrentHashMap<>();
    private final Thread reader;
    private long drains;

    Output(Process process, Consumer<String> lines) {
        this.process = process;
        this.lines = lines;
        reader = Thread.ofVirtual().name("function-output").start(this::read);
    }

    private void read() {
        var buffer = new byte[LONGEST_LINE];
        var line = new ByteArrayOutputStream();
        try (InputStream in = process.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n' || line.size() >= LONGEST_LINE) {
                        tell(line);
                    }
                    if (buffer[i] != '\n') {
                        line.write(buffer[i]);
                    }
                }
            }
            tell(line);
        } catch (IOException e) {
            tell(line); // it was killed
        } finally {
            marks.values().forEach(mark -> mark.complete(false));
        }
    }

    private void tell(ByteArrayOutputStream bytes) {
        if (bytes.size() == 0) {
            return;
        }
        String line = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        int mark = line.lastIndexOf(token);
        String text = mark < 0 ? line : line.substring(0, mark);
        if (!text.isEmpty()) {
            lines.accept(text.replace('\r', '\n').stripTrailing());
        }
        CompletableFuture<Boolean> reached = mark < 0 ? null : marks.remove(line.substring(mark));
        if (reached != null) {
            reached.complete(true);
        }
    }

    /** Waits until all that the process has written so far was heard. */
    void drain() throws InterruptedException {
        String mark = token + drains++;
        var reached = new CompletableFuture<Boolean>();
        marks.put(mark, reached);
        try {
            OutputStream supervisor = process.getOutputStream();
            supervisor.write((mark + "\n").getBytes(StandardCharsets.US_ASCII));
            supervisor.flush();
            if (reader.isAlive()) {
                var _ = reached.get(LONGEST_DRAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (IOException | TimeoutException | java.util.concurrent.ExecutionException e) {
            marks.remove(mark); // it has ended, or writes without end
        }
    }

    /** Waits until the process has closed its output, but not for ever: what it has started may hold it open. */
    void join() throws InterruptedException {
        var _ = reader.join(LONGEST_DRAIN);
    }
}

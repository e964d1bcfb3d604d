package io.brume.learning.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A container that runs. It ends when it is closed, and when this process ends. */
public final class RunningContainer implements AutoCloseable {

    /** Longer lines are cut into several. */
    private static final int LONGEST_LINE = 64 << 10;

    private static final Duration LAST_LINES = Duration.ofSeconds(10);

    private final Process process;
    private final Thread reader;

    private RunningContainer(Process process, Thread reader) {
        this.process = process;
        this.reader = reader;
    }

    static RunningContainer start(ProcessBuilder builder, Consumer<String> output) throws IOException {
        Process process = builder.start();
        Thread reader = Thread.ofVirtual().name("output").start(() -> read(process, output));
        return new RunningContainer(process, reader);
    }

    private static void read(Process process, Consumer<String> output) {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            var line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n' || c == '\r' || line.length() >= LONGEST_LINE) {
                    tell(line, output);
                }
                if (c != '\n' && c != '\r') {
                    line.append((char) c);
                }
            }
            tell(line, output);
        } catch (IOException e) {
            return; // the process was killed
        }
    }

    private static void tell(StringBuilder line, Consumer<String> output) {
        if (!line.isEmpty()) {
            output.accept(line.toString());
            line.setLength(0);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it has ended within this time. */
    public boolean waitFor(Duration most) throws InterruptedException {
        return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Its exit code, once it has ended and its last lines were heard.
     *
     * @throws IllegalThreadStateException while it runs
     */
    public int exitCode() throws InterruptedException {
        int code = process.exitValue();
        var _ = reader.join(LAST_LINES);
        return code;
    }

    /** Asks it to end, by SIGTERM. */
    public void terminate() {
        var _ = process.toHandle().destroy(); // Process.destroy would close its standard input, too
    }

    /** Kills it and what it has started. */
    public void kill() {
        try {
            process.getOutputStream().close(); // whoever watches over the program kills all of it
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    /** Kills it if it still runs, and returns when it is gone. */
    @Override
    public void close() {
        kill();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(LAST_LINES.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            var _ = reader.join(LAST_LINES);
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

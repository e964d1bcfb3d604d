package io.brume.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code brume up --detach}: starts this same command again as a process of its own, and returns once it answers. */
final class Detached {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long QUIET_SECONDS = 2;
    private static final long POLL_MILLIS = 20;

    private final Configuration configuration;
    private final PrintStream out;

    Detached(Configuration configuration, PrintStream out) {
        this.configuration = configuration;
        this.out = out;
    }

    int start() {
        Path logs = configuration.data().resolve("logs");
        DataFolder.requireWritable(logs);
        Path log = logs.resolve("brume.log");
        Path console = logs.resolve("console.log");
        try {
            long already = Files.exists(console) ? Files.size(console) : 0;
            Process process = new ProcessBuilder(command(log))
                    .redirectInput(ProcessBuilder.Redirect.from(devNull()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                    .start();
            if (!awaitAnswer(process, log)) {
                throw new Refused(said(console, already, log));
            }
        } catch (IOException e) {
            throw new Refused("A second process cannot be started (" + e.getMessage() + "): leave out `--detach`.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Returns whether it answers; false when it ended. */
    private boolean awaitAnswer(Process process, Path log) throws InterruptedException {
        long start = System.nanoTime();
        long told = QUIET_SECONDS;
        while (process.isAlive()) {
            var holder = DataFolder.announced(configuration.data())
                    .filter(h -> h.pid() == process.pid())
                    .filter(h -> h.endpoint() != null && Health.of(h.endpoint()).isPresent());
            if (holder.isPresent() && holder.get().endpoint() != null) {
                Up.greet(holder.get().endpoint(), process.pid(), configuration, out);
                out.println("`brume down` stops it; its log is " + log + ".");
                return true;
            }
            var waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(PATIENCE) > 0) {
                throw new Refused("Brume (pid " + process.pid() + ") is still starting after " + PATIENCE.toSeconds()
                        + " s: see " + log + ".");
            }
            if (waited.toSeconds() > told) {
                told = waited.toSeconds();
                out.println("  still starting (" + told + " s)");
            }
            process.waitFor(Duration.ofMillis(POLL_MILLIS));
        }
        return false;
    }

    private static List<String> command(Path log) {
        var self = ProcessHandle.current().info();
        String java = self.command().orElse("");
        String[] arguments = self.arguments().orElse(new String[0]);
        if (java.isEmpty() || arguments.length == 0) {
            throw new Refused("This system does not tell how this process was started: leave out `--detach`.");
        }
        List<String> command = new ArrayList<>();
        command.add(java);
        command.add("-D" + Logging.FILE + "=" + log);
        Arrays.stream(arguments).filter(a -> !a.equals("--detach")).forEach(command::add);
        return command;
    }

    private static java.io.File devNull() {
        return new java.io.File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    /** What the ended process printed, which is its sentence. */
    private static String said(Path console, long from, Path log) throws IOException {
        byte[] all = Files.readAllBytes(console);
        String said = new String(all, (int) from, all.length - (int) from, StandardCharsets.UTF_8).strip();
        return said.isEmpty() ? "Brume ended before it answered: see " + log + "." : said;
    }
}

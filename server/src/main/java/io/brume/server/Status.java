package io.brume.server;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code brume status}: says whether the server of a data folder runs, where, since when, and with which engines. */
final class Status {

    private final Configuration configuration;
    private final PrintStream out;

    Status(Configuration configuration, PrintStream out) {
        this.configuration = configuration;
        this.out = out;
    }

    /** Returns 0 when it runs and answers. */
    int run() {
        var holder = DataFolder.holder(configuration.data());
        if (holder.isEmpty()) {
            out.println("No Brume runs on the data folder " + configuration.data() + ": `brume up` starts one.");
            return 1;
        }
        long pid = holder.get().pid();
        var endpoint = holder.get().endpoint();
        if (endpoint == null) {
            out.println("Brume (pid " + pid + ") is starting.");
            return 1;
        }
        var health = Health.of(endpoint);
        out.println("endpoint  " + endpoint + (health.isPresent() ? "" : " (does not answer)"));
        out.println("pid       " + pid);
        out.println("uptime    " + uptime(pid).map(Status::words).orElse("unknown"));
        out.println("data      " + configuration.data());
        if (health.isEmpty()) {
            return 1;
        }
        out.println("status    " + health.get().status());
        out.println("engines   " + engines(health.get().engines()));
        return 0;
    }

    private static Optional<Duration> uptime(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(p -> p.info().startInstant())
                .map(start -> Duration.between(start, Instant.now()));
    }

    static String words(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }

    private static String engines(List<Health.EngineState> engines) {
        if (engines.isEmpty()) {
            return "none";
        }
        long loaded = engines.stream().filter(e -> e.state().equals("loaded")).count();
        return loaded + " of " + engines.size() + " loaded"
                + engines.stream()
                        .map(e -> "\n          " + e.name() + ": " + e.state())
                        .collect(Collectors.joining());
    }
}

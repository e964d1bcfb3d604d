package io.brume.serverless.lambda.runtime;

import io.brume.serverless.lambda.runtime.Launch.MissingRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of all functions: those that are warm wait for the next event, further ones are started when all are busy, and what
 * has had nothing to do for a while is ended. Thread-safe.
 */
public final class Fleet implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Fleet.class);

    private static final Duration LONGEST_IDLE = Duration.ofMinutes(5);
    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(60);
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(10);
    private static final long WATCH_MILLIS = 100;

    private final CompletableFuture<Place> place;
    private final Journal journal;
    private final Path scratch;
    private final Map<String, Deque<Environment>> idle = new HashMap<>();
    private final Set<Environment> busy = ConcurrentHashMap.newKeySet();
    private final Set<Environment> all = ConcurrentHashMap.newKeySet();
    private final Semaphore room;
    private final Concurrency concurrency = new Concurrency();
    private final Thread watcher;
    private volatile boolean closed;

    public Fleet(Settings settings) {
        scratch = settings.work().resolve("scratch");
        journal = new Journal(settings.logs(), settings.metrics(), settings.clock());
        place = CompletableFuture.supplyAsync(() -> prepared(settings), Thread::startVirtualThread);
        room = new Semaphore(most(), true);
        watcher = Thread.ofVirtual().name("function-watch").start(this::watchForever);
    }

    /** Looks at what the machine has; the server does not wait for it to start. */
    private Place prepared(Settings settings) {
        delete(scratch);
        Path bootstraps = settings.work().resolve("runtime");
        Bootstraps.copyTo(bootstraps);
        var machine = new Machine();
        var packages = new NodePackages(settings.work(), machine);
        var sandbox = Sandbox.of(machine, bootstraps, packages.modules(), settings.hidden());
        if (!sandbox.isClosed()) {
            log.info(
                    "bubblewrap (bwrap) is not installed or not allowed: functions see the files of this server's user,"
                            + " its data folder among them");
        }
        return new Place(settings, machine, sandbox, packages, journal);
    }

    /** Half of the machine's memory for processes of 64 MB, and a thousand at most. */
    private static int most() {
        long bytes =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 4L << 30;
        return Math.clamp((bytes / 2) / (64 << 20), 16, Concurrency.ACCOUNT);
    }

    /** How many executions run at once: per function, and in each account and region. */
    public Concurrency concurrency() {
        return concurrency;
    }

    /**
     * Runs a function once, in a warm process if there is one.
     *
     * @param reserved how many executions the function may have at once; null to share what the account has
     * @throws Concurrency.Exceeded when there are too many executions already
     */
    public Outcome invoke(Program program, @Nullable Integer reserved, Invocation invocation)
            throws InterruptedException, Concurrency.Exceeded {
        try (var entered = concurrency.enter(program, reserved)) {
            journal.metric(program.scope(), program.function(), "Invocations", 1, "Count");
            journal.metric(program.scope(), program.function(), "ConcurrentExecutions", entered.count(), "Count");
            return run(program, invocation);
        } catch (Concurrency.Exceeded e) {
            journal.metric(program.scope(), program.function(), "Throttles", 1, "Count");
            throw e;
        }
    }

    /** Fetches what a function's first process would have to wait for; does not wait. */
    public void prepare(Program program) {
        var _ = place.thenAcceptAsync(ready -> ready.packages().provide(program), Thread::startVirtualThread);
    }

    private Outcome run(Program program, Invocation invocation) throws InterruptedException, Concurrency.Exceeded {
        Environment environment;
        try {
            environment = take(program);
        } catch (MissingRuntime e) {
            return Outcome.failure("Runtime.InvalidEntrypoint", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            log.error("a process of {} cannot be started", program.function(), e);
            return Outcome.failure("Runtime.ExitError", "The process could not be started: " + e.getMessage());
        }
        try {
            return environment.run(invocation);
        } finally {
            giveBack(environment);
        }
    }

    private Environment take(Program program)
            throws InterruptedException, IOException, MissingRuntime, Concurrency.Exceeded {
        Environment warm = warm(program);
        if (warm != null) {
            return warm;
        }
        if (!room.tryAcquire()) {
            endOldest();
            if (!room.tryAcquire(LONGEST_QUEUE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Concurrency.Exceeded("This machine runs as many processes of functions as it can.");
            }
        }
        var gone = new java.util.concurrent.atomic.AtomicReference<Environment>();
        try {
            Path folder = scratch.resolve(UUID.randomUUID().toString());
            var started = new Environment(program, place.join(), folder, () -> {
                room.release();
                delete(folder);
                Environment environment = gone.get();
                if (environment != null) {
                    forget(environment);
                }
            });
            gone.set(started);
            all.add(started);
            busy.add(started);
            if (started.isGone()) {
                all.remove(started);
            }
            return started;
        } catch (IOException | MissingRuntime | RuntimeException e) {
            room.release();
            throw e;
        }
    }

    private @Nullable Environment warm(Program program) {
        synchronized (idle) {
            Deque<Environment> waiting = idle.get(program.key());
            while (waiting != null && !waiting.isEmpty()) {
                Environment environment = waiting.pop();
                if (!environment.isGone()) {
                    busy.add(environment);
                    return environment;
                }
            }
            return null;
        }
    }

    private void giveBack(Environment environment) {
        synchronized (idle) {
            busy.remove(environment);
            if (!environment.isGone() && !closed) {
                idle.computeIfAbsent(environment.program().key(), _ -> new ArrayDeque<>())
                        .push(environment);
                return;
            }
        }
        environment.close();
    }

    private void forget(Environment environment) {
        all.remove(environment);
        synchronized (idle) {
            Deque<Environment> waiting = idle.get(environment.program().key());
            if (waiting != null) {
                waiting.remove(environment);
                if (waiting.isEmpty()) {
                    idle.remove(environment.program().key());
                }
            }
        }
    }

    /** Ends what no event will come for any more: older revisions of a function, or all of a deleted one. */
    public void retire(io.brume.kernel.resource.Scope scope, String function) {
        String prefix = scope.account() + ":" + scope.region() + ":" + function + ":";
        end(environment -> environment.program().key().startsWith(prefix));
    }

    private void end(java.util.function.Predicate<Environment> which) {
        List<Environment> ended = new ArrayList<>();
        synchronized (idle) {
            idle.values()
                    .forEach(waiting -> waiting.removeIf(environment -> {
                        boolean ends = which.test(environment);
                        if (ends) {
                            ended.add(environment);
                        }
                        return ends;
                    }));
            idle.values().removeIf(Deque::isEmpty);
        }
        ended.forEach(Environment::close);
    }

    private void endOldest() {
        Environment oldest = null;
        synchronized (idle) {
            for (Deque<Environment> waiting : idle.values()) {
                for (Environment environment : waiting) {
                    if (oldest == null || environment.idle().compareTo(oldest.idle()) > 0) {
                        oldest = environment;
                    }
                }
            }
        }
        Environment chosen = oldest;
        if (chosen != null) {
            end(environment -> environment == chosen);
        }
    }

    private void watchForever() {
        try {
            while (!closed) {
                Thread.sleep(WATCH_MILLIS);
                for (Environment environment : busy) {
                    environment.check();
                }
                end(environment -> environment.idle().compareTo(LONGEST_IDLE) > 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills all processes. */
    @Override
    public void close() {
        closed = true;
        watcher.interrupt();
        all.forEach(Environment::close);
        try {
            for (Environment environment : all) {
                environment.awaitExit(LONGEST_CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
        delete(scratch);
    }

    /** Deletes a folder with all that is in it. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path one, @Nullable IOException failure) throws IOException {
                    Files.deleteIfExists(one);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException | UncheckedIOException e) {
            log.warn("{} could not be deleted: {}", folder, e.toString());
        }
    }
}

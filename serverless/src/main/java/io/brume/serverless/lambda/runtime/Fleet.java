package io.brume.serverless.lambda.runtime;

import com.sun.management.OperatingSystemMXBean;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
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

    private static final @Nullable OperatingSystemMXBean SYSTEM =
            ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system ? system : null;

    private final CompletableFuture<Place> place;
    private final Journal journal;
    private final Path scratch;
    private final Pool pool = new Pool();
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
        packages.prepare();
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
        long bytes = SYSTEM == null ? 4L << 30 : SYSTEM.getTotalMemorySize();
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
        Environment free;
        try {
            free = pool.take(program, LONGEST_QUEUE);
        } catch (TimeoutException e) {
            throw full();
        }
        Environment taken = free == null ? start(program) : free;
        busy.add(taken);
        return taken;
    }

    private static Concurrency.Exceeded full() {
        return new Concurrency.Exceeded("This machine runs as many processes of functions as it can.");
    }

    private Environment start(Program program)
            throws InterruptedException, IOException, MissingRuntime, Concurrency.Exceeded {
        var process = new AtomicReference<Environment>();
        boolean hasRoom = false;
        try {
            hasRoom = room.tryAcquire();
            if (!hasRoom) {
                Environment oldest = pool.takeOutOldest();
                if (oldest != null) {
                    oldest.close();
                }
                hasRoom = room.tryAcquire(LONGEST_QUEUE.toMillis(), TimeUnit.MILLISECONDS);
                if (!hasRoom) {
                    throw full();
                }
            }
            Path folder = scratch.resolve(UUID.randomUUID().toString());
            var started = new Environment(program, place.join(), folder, took -> pool.started(program, took), () -> {
                room.release();
                delete(folder);
                pool.gone(program, process.get());
                all.removeIf(Environment::isGone);
            });
            process.set(started);
            all.add(started);
            if (started.isGone()) {
                all.remove(started);
            }
            return started;
        } catch (IOException | MissingRuntime | Concurrency.Exceeded | InterruptedException | RuntimeException e) {
            pool.started(program, null);
            pool.gone(program, null);
            if (hasRoom) {
                room.release();
            }
            throw e;
        }
    }

    private void giveBack(Environment environment) {
        busy.remove(environment);
        if (!pool.giveBack(environment)) {
            environment.close();
        }
    }

    /** Ends what no event will come for any more: older revisions of a function, or all of a deleted one. */
    public void retire(io.brume.kernel.resource.Scope scope, String function) {
        String prefix = scope.account() + ":" + scope.region() + ":" + function + ":";
        end(environment -> environment.program().key().startsWith(prefix));
    }

    private void end(java.util.function.Predicate<Environment> which) {
        pool.takeOut(which).forEach(Environment::close);
    }

    private void watchForever() {
        try {
            while (!closed) {
                Thread.sleep(WATCH_MILLIS);
                pool.look(() -> SYSTEM == null ? 0 : SYSTEM.getCpuLoad());
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
        pool.close();
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

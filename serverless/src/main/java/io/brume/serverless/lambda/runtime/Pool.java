package io.brume.serverless.lambda.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands processes to the invocations that want one: a warm one at once, else the first that becomes free, or leave to start another. A
 * machine that is asked for hundreds of short executions serves them sooner by a few warm processes than by starting hundreds; so beyond
 * a process for each core, an invocation gets that leave only when it has waited for about as long as a start takes, few may start at
 * once, and none while all cores work. Thread-safe.
 */
final class Pool {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /** How many processes may be getting ready at once. */
    private static final int STARTS = 2 * CORES;

    private static final Duration USUAL_START = Duration.ofMillis(150);
    private static final Duration LONGEST_START = Duration.ofSeconds(2);

    /** From which part of the machine's processor time on another process would only slow down the others. */
    private static final double BUSY = 0.9;

    /** When none of a function's processes has become free for that long, one more helps on a busy machine too: they wait for something. */
    private static final Duration STALLED = Duration.ofSeconds(1);

    /** What an invocation waits for: a process, or null, which is the leave to start one. */
    private static final class Waiter extends CompletableFuture<@Nullable Environment> {}

    /** The processes of what runs alike. */
    private static final class Group {
        private final Deque<Environment> idle = new ArrayDeque<>();
        private final LinkedHashSet<Waiter> waiting = new LinkedHashSet<>();
        private Duration start = USUAL_START;
        private int processes;
        private long moved = System.nanoTime();

        boolean isStalled() {
            return System.nanoTime() - moved > STALLED.toNanos();
        }

        boolean isUnused() {
            return idle.isEmpty() && waiting.isEmpty() && processes == 0;
        }
    }

    private final Map<String, Group> groups = new HashMap<>();
    private final LinkedHashSet<Waiter> impatient = new LinkedHashSet<>();
    private final Map<Waiter, Group> groupOf = new HashMap<>();
    private int starting;
    private double load;
    private boolean closed;

    /**
     * A process that is free, waited for if need be; null when the caller is to start one, and then to say {@link #started} once, and
     * {@link #gone} when it has ended or could not be started.
     *
     * @throws TimeoutException when there was none for that long
     */
    @Nullable
    Environment take(Program program, Duration most) throws InterruptedException, TimeoutException {
        Waiter waiter = new Waiter();
        Duration patience;
        synchronized (this) {
            Group group = groups.computeIfAbsent(program.key(), _ -> new Group());
            while (!group.idle.isEmpty()) {
                Environment warm = group.idle.pop();
                if (!warm.isGone()) {
                    return warm;
                }
            }
            patience = group.processes < CORES ? Duration.ZERO : group.start;
            group.waiting.add(waiter);
            groupOf.put(waiter, group);
        }
        try {
            if (isServed(waiter, patience)) {
                return waiter.join();
            }
            synchronized (this) {
                if (!waiter.isDone()) {
                    impatient.add(waiter);
                    grantStart(waiter);
                }
            }
            if (isServed(waiter, most)) {
                return waiter.join();
            }
            throw new TimeoutException();
        } catch (InterruptedException e) {
            takeBack(program, waiter);
            throw e;
        }
    }

    /** Waits; in the end the waiter has been served, or will not be any more if it was impatient. */
    private boolean isServed(Waiter waiter, Duration most) throws InterruptedException {
        try {
            var _ = waiter.get(most.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            synchronized (this) {
                if (impatient.contains(waiter)) {
                    leave(waiter);
                }
                return waiter.isDone();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an interrupted caller was given and has not heard of. */
    private void takeBack(Program program, Waiter waiter) {
        synchronized (this) {
            leave(waiter);
            if (!waiter.isDone()) {
                return;
            }
        }
        Environment given = waiter.join();
        if (given == null) {
            started(program, null);
            gone(program, null);
        } else if (!giveBack(given)) {
            given.close();
        }
    }

    private synchronized void leave(Waiter waiter) {
        impatient.remove(waiter);
        Group group = groupOf.remove(waiter);
        if (group != null) {
            group.waiting.remove(waiter);
        }
    }

    private void grantStarts() {
        List.copyOf(impatient).forEach(this::grantStart);
    }

    private void grantStart(Waiter waiter) {
        Group group = groupOf.get(waiter);
        if (group != null && helps(group)) {
            leave(waiter);
            group.processes++;
            group.moved = System.nanoTime();
            starting++;
            waiter.complete(null);
        }
    }

    /** Whether another process of a group would be of use now. */
    private boolean helps(Group group) {
        return starting < STARTS && (group.processes < CORES || load < BUSY || (starting == 0 && group.isStalled()));
    }

    /** @param busy tells the part of the machine's processor time that is in use; asked only when somebody waits */
    void look(DoubleSupplier busy) {
        synchronized (this) {
            if (impatient.isEmpty()) {
                return;
            }
        }
        double now = busy.getAsDouble();
        synchronized (this) {
            load = now;
            grantStarts();
        }
    }

    /** A process is ready, or has failed to become so. */
    synchronized void started(Program program, @Nullable Duration took) {
        starting--;
        Group group = groups.get(program.key());
        if (group != null && took != null) {
            group.start = took.compareTo(LONGEST_START) > 0 ? LONGEST_START : took;
        }
        grantStarts();
    }

    /** Takes a process back; returns whether it will be used again. */
    synchronized boolean giveBack(Environment environment) {
        Group group = groups.get(environment.program().key());
        if (closed || group == null || environment.isGone()) {
            return false;
        }
        group.moved = System.nanoTime();
        if (group.waiting.isEmpty()) {
            group.idle.push(environment);
        } else {
            Waiter waiter = group.waiting.getFirst();
            leave(waiter);
            waiter.complete(environment);
        }
        return true;
    }

    /** A process has ended, or could not be started. */
    synchronized void gone(Program program, @Nullable Environment environment) {
        Group group = groups.get(program.key());
        if (group != null) {
            group.processes--;
            if (environment != null) {
                group.idle.remove(environment);
            }
            if (group.isUnused()) {
                groups.remove(program.key());
            }
        }
    }

    /** Takes the idle processes of that kind out. */
    synchronized List<Environment> takeOut(Predicate<Environment> which) {
        List<Environment> out = new ArrayList<>();
        for (Group group : groups.values()) {
            group.idle.removeIf(environment -> which.test(environment) && out.add(environment));
        }
        return out;
    }

    /** Takes out the process that has been idle for longest; null when none is. */
    synchronized @Nullable Environment takeOutOldest() {
        Environment oldest = groups.values().stream()
                .flatMap(group -> group.idle.stream())
                .max(Comparator.comparing(Environment::idle))
                .orElse(null);
        if (oldest != null) {
            takeOut(environment -> environment == oldest);
        }
        return oldest;
    }

    /** No process is used again. */
    synchronized void close() {
        closed = true;
    }
}

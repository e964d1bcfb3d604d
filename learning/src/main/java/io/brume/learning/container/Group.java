package io.brume.learning.container;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The containers of one job, which begin and end together. */
public final class Group implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TICK = Duration.ofSeconds(1);
    /** How long a container may take to save its work when it is asked to end. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final List<RunningContainer> running = new ArrayList<>();

    /** Why watching ended. */
    public enum End {
        /** All have ended, or one has failed. */
        ENDED,
        STOPPED,
        OUT_OF_TIME
    }

    /** What is done every second while containers run. */
    @FunctionalInterface
    public interface Tick {
        void run() throws java.io.IOException;
    }

    public void add(RunningContainer container) {
        running.add(container);
    }

    /**
     * Waits until the containers have ended. When a stop is asked for or the time is up they are asked to end, and left alone
     * when they do not.
     *
     * @param limit how long they may run
     * @param every what is done every second
     */
    public End watch(Clock clock, Duration limit, BooleanSupplier stop, Tick every)
            throws java.io.IOException, InterruptedException {
        Instant late = clock.instant().plus(limit);
        Instant tick = clock.instant().plus(TICK);
        Instant killed = Instant.MAX;
        End end = End.ENDED;
        while (!ended() && clock.instant().isBefore(killed)) {
            waitAMoment();
            Instant now = clock.instant();
            if (now.isAfter(tick)) {
                every.run();
                tick = now.plus(TICK);
            }
            if (end == End.ENDED && (stop.getAsBoolean() || now.isAfter(late))) {
                end = stop.getAsBoolean() ? End.STOPPED : End.OUT_OF_TIME;
                running.forEach(RunningContainer::terminate);
                killed = now.plus(GRACE);
            }
        }
        return end;
    }

    private void waitAMoment() throws InterruptedException {
        for (RunningContainer container : running) {
            if (container.isAlive()) {
                var _ = container.waitFor(POLL);
                return;
            }
        }
    }

    private boolean ended() throws InterruptedException {
        boolean all = true;
        for (RunningContainer container : running) {
            if (container.isAlive()) {
                all = false;
            } else if (container.exitCode() != 0) {
                return true;
            }
        }
        return all;
    }

    /** The first exit code that is not 0; 0 when there is none. Of containers that run still, nothing is known. */
    public int exitCode() throws InterruptedException {
        for (RunningContainer container : running) {
            if (!container.isAlive() && container.exitCode() != 0) {
                return container.exitCode();
            }
        }
        return 0;
    }

    /** Kills what still runs. */
    @Override
    public void close() {
        running.forEach(RunningContainer::close);
    }
}

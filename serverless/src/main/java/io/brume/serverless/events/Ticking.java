package io.brume.serverless.events;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fires schedules and goes on with replays, once a second. */
final class Ticking implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ticking.class);

    private static final long MILLIS = 1_000;

    private final Schedules schedules;
    private final Replays replays;
    private @Nullable Thread thread;

    Ticking(Schedules schedules, Replays replays) {
        this.schedules = schedules;
        this.replays = replays;
    }

    void start() {
        thread = Thread.ofVirtual().name("event-ticks").start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    tickOrLog();
                    Thread.sleep(MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void tickOrLog() {
        try {
            tick();
        } catch (RuntimeException e) {
            log.error("schedules or replays could not go on", e);
        }
    }

    void tick() {
        schedules.fireDue();
        replays.advance();
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

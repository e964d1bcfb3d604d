package io.brume.serverless.events;

import io.brume.kernel.job.Upkeep;
import java.time.Duration;

/** Fires schedules and goes on with replays, once a second. */
final class Ticking implements AutoCloseable {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Schedules schedules;
    private final Replays replays;
    private final Upkeep upkeep = new Upkeep("event-ticks", SECOND, this::step);

    Ticking(Schedules schedules, Replays replays) {
        this.schedules = schedules;
        this.replays = replays;
    }

    void start() {
        upkeep.start();
    }

    private Duration step() {
        tick();
        return SECOND;
    }

    void tick() {
        schedules.fireDue();
        replays.advance();
    }

    @Override
    public void close() {
        upkeep.close();
    }
}

package io.brume.serverless.states.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time, as executions wait for it. */
interface Pauses {

    Instant now();

    /** Returns at that moment or later. */
    void until(Instant moment) throws InterruptedException;

    /** The clock's. */
    static Pauses of(Clock clock) {
        return new Pauses() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public void until(Instant moment) throws InterruptedException {
                Duration left = Duration.between(clock.instant(), moment);
                while (left.isPositive()) {
                    Thread.sleep(left.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : left);
                    left = Duration.between(clock.instant(), moment);
                }
            }
        };
    }
}

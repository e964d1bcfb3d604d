package io.brume.operations.metrics;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How CloudWatch cuts time: what periods there are, and where the first one of a request begins. */
final class Periods {

    private static final Duration MINUTES_KEPT = Duration.ofDays(15);
    private static final Duration FIVE_MINUTES_KEPT = Duration.ofDays(63);

    private Periods() {}

    /** Why there is no such period; null when there is. */
    static @Nullable String fault(int period) {
        boolean known = period == 1 || period == 5 || period == 10 || period == 20 || period == 30 || period % 60 == 0;
        if (!known) {
            return "must be 1, 5, 10, 20, 30 or a multiple of 60";
        }
        return period > 86_400 * 365 ? "is too long" : null;
    }

    /** The moment that a request's start is rounded down to. */
    static Instant begin(Instant start, int period, Instant now) {
        Duration age = Duration.between(start, now);
        long step = age.compareTo(FIVE_MINUTES_KEPT) > 0
                ? 3600
                : age.compareTo(MINUTES_KEPT) > 0 ? 300 : Math.min(period, 60);
        return Instant.ofEpochSecond(Math.floorDiv(start.getEpochSecond(), step) * step);
    }
}

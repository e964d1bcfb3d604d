package io.brume.algorithms.linear;

import io.brume.algorithms.TrainingContext;
import java.util.concurrent.atomic.LongAdder;

/** How far training is. Safe for use by several threads at once. */
final class Pace {
    private static final long NANOS_BETWEEN = 100_000_000;

    private final TrainingContext context;
    private final double total;
    private final LongAdder done = new LongAdder();
    private volatile long told = System.nanoTime();

    /** @param total rows in all epochs together, for every group of models */
    Pace(TrainingContext context, double total) {
        this.context = context;
        this.total = total;
    }

    void advance(long rows) {
        done.add(rows);
        long now = System.nanoTime();
        if (now - told > NANOS_BETWEEN) {
            told = now;
            context.progress(done.sum() / total);
        }
    }
}

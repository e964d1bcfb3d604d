package io.brume.algorithms.blazingtext;

import io.brume.algorithms.TrainingContext;
import java.util.concurrent.atomic.AtomicLong;

/** How far training is, in words, which the step size and the progress follow. Safe for use by several threads at once. */
final class Pace {
    private final TrainingContext context;
    private final double learningRate;
    private final double total;
    private final AtomicLong done = new AtomicLong();
    private final long began = System.nanoTime();

    /** @param total words in all epochs together */
    Pace(TrainingContext context, double learningRate, long total) {
        this.context = context;
        this.learningRate = learningRate;
        this.total = Math.max(1, total);
    }

    /** The step size now: it falls linearly to 0. */
    float learningRate() {
        return (float) (learningRate * Math.max(0, 1 - done.get() / total));
    }

    /** Adds words that have been learnt from. */
    void advance(long words) {
        done.addAndGet(words);
    }

    void tell() {
        context.progress(done.get() / total);
    }

    /** Says how fast it was. */
    void finish() {
        double seconds = (System.nanoTime() - began) / 1e9;
        context.log("trained on %d words in %.3f seconds, %.0f words a second"
                .formatted(done.get(), seconds, done.get() / seconds));
    }
}

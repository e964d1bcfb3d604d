package io.brume.algorithms;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What training is done with: threads, a seed, and somebody who listens. Safe for use by several threads at once, as its
 * listeners must be.
 */
public final class TrainingContext {
    private final int threads;
    private final long seed;
    private final Consumer<Progress> onProgress;
    private final Consumer<MetricEvent> onMetric;
    private final Consumer<String> onLog;
    private final BooleanSupplier stop;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final @Nullable Path checkpoints;
    private final @Nullable Path earlierModel;
    private final InstantSource clock;
    private final Instant began;

    private TrainingContext(Builder from) {
        threads = from.threads;
        seed = from.seed;
        onProgress = from.onProgress;
        onMetric = from.onMetric;
        onLog = from.onLog;
        stop = from.stop;
        checkpoints = from.checkpoints;
        earlierModel = from.earlierModel;
        clock = from.clock;
        began = clock.instant();
    }

    /** All processors, seed 0, nobody listening. */
    public static TrainingContext standard() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public int threads() {
        return threads;
    }

    /** The same seed, data, hyperparameters and one thread give the same model. */
    public long seed() {
        return seed;
    }

    /** True once somebody wants training to end; asked between batches, it costs next to nothing. */
    public boolean stopped() {
        return stopped.get() || stop.getAsBoolean();
    }

    /** Asks training to end. */
    public void stop() {
        stopped.set(true);
    }

    /** Tells how far training is, from 0 to 1. */
    public void progress(double fraction) {
        double part = Math.clamp(Double.isNaN(fraction) ? 0 : fraction, 0, 1);
        var elapsed = Duration.between(began, clock.instant());
        Optional<Duration> left = part == 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(elapsed.toMillis() * (1 - part) / part)));
        onProgress.accept(new Progress(part, elapsed, left));
    }

    public void metric(String name, double value, long step) {
        onMetric.accept(new MetricEvent(name, value, step));
    }

    public void log(String line) {
        onLog.accept(line);
    }

    /** Where checkpoints go and where training goes on from, when it was broken off before. */
    public Optional<Path> checkpoints() {
        return Optional.ofNullable(checkpoints);
    }

    /** A saved model to train further. */
    public Optional<Path> earlierModel() {
        return Optional.ofNullable(earlierModel);
    }

    /**
     * Runs the work once for each number from 0 to {@code threads() - 1}, each on a thread of its own, and returns when all
     * have ended. The first exception that one of them throws is thrown here.
     */
    public void parallel(IntConsumer work) {
        Parallel.run(threads, work);
    }

    /** Runs the work on ranges that together are {@code [0, size)}, one a thread; see {@link #parallel(IntConsumer)}. */
    public void parallel(int size, RangeWork work) {
        int parts = Math.min(threads, Math.max(1, size));
        Parallel.run(
                parts, part -> work.run((int) ((long) size * part / parts), (int) ((long) size * (part + 1) / parts)));
    }

    /** Work on the indices from {@code from} (included) to {@code to} (excluded). */
    @FunctionalInterface
    public interface RangeWork {
        void run(int from, int to);
    }

    /** Sets what is not standard. */
    public static final class Builder {
        private int threads = Runtime.getRuntime().availableProcessors();
        private long seed;
        private Consumer<Progress> onProgress = progress -> {};
        private Consumer<MetricEvent> onMetric = metric -> {};
        private Consumer<String> onLog = line -> {};
        private BooleanSupplier stop = () -> false;
        private @Nullable Path checkpoints;
        private @Nullable Path earlierModel;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        public Builder threads(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("threads must be at least 1");
            }
            this.threads = threads;
            return this;
        }

        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        public Builder onProgress(Consumer<Progress> listener) {
            onProgress = listener;
            return this;
        }

        public Builder onMetric(Consumer<MetricEvent> listener) {
            onMetric = listener;
            return this;
        }

        public Builder onLog(Consumer<String> listener) {
            onLog = listener;
            return this;
        }

        /** Asked often, so it has to be quick. */
        public Builder stopWhen(BooleanSupplier stop) {
            this.stop = stop;
            return this;
        }

        public Builder checkpoints(Path folder) {
            checkpoints = folder;
            return this;
        }

        public Builder earlierModel(Path folder) {
            earlierModel = folder;
            return this;
        }

        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        public TrainingContext build() {
            return new TrainingContext(this);
        }
    }
}

package io.brume.operations.metrics;

import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All values of a metric in one period: how many, their sum, the smallest, the largest and, as far as known, each of them. */
final class Summary {

    private static final int ENTRY_BYTES = 2 * Double.BYTES;

    private double samples;
    private double sum;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private boolean known = true;
    private final NavigableMap<Double, Double> counts = new TreeMap<>();

    /** Adds a value that came so many times. */
    Summary add(double value, double count) {
        if (count > 0) {
            tally(count, value * count, value, value);
            counts.merge(value + 0.0, count, Double::sum);
        }
        return this;
    }

    /** Adds values of which no more is known than this: what each of them is, only if they are all the same. */
    Summary addSet(double samples, double sum, double low, double high) {
        if (samples > 0) {
            tally(samples, sum, low, high);
            if (low == high) {
                counts.merge(low + 0.0, samples, Double::sum);
            } else {
                known = false;
            }
        }
        return this;
    }

    private void tally(double count, double sum, double low, double high) {
        samples += count;
        this.sum += sum;
        this.low = Math.min(this.low, low);
        this.high = Math.max(this.high, high);
    }

    /**
     * Adds a summary that was saved.
     *
     * @param distribution what {@link #distribution} was
     */
    Summary addSaved(double samples, double sum, double low, double high, byte @Nullable [] distribution) {
        if (distribution == null) {
            return addSet(samples, sum, low, high);
        }
        tally(samples, sum, low, high);
        var entries = ByteBuffer.wrap(distribution);
        while (entries.remaining() >= ENTRY_BYTES) {
            counts.merge(entries.getDouble(), entries.getDouble(), Double::sum);
        }
        return this;
    }

    Summary merge(Summary other) {
        tally(other.samples, other.sum, other.low, other.high);
        other.counts.forEach((value, count) -> counts.merge(value, count, Double::sum));
        known &= other.known;
        return this;
    }

    /** The values and how often each came, to be saved; null when the other figures say it all, or all that is known. */
    byte @Nullable [] distribution() {
        if (!known || low == high) {
            return null;
        }
        var entries = ByteBuffer.allocate(counts.size() * ENTRY_BYTES);
        counts.forEach((value, count) -> entries.putDouble(value).putDouble(count));
        return entries.array();
    }

    /** Whether it is known which the values are. */
    boolean isKnown() {
        return known;
    }

    double samples() {
        return samples;
    }

    double sum() {
        return sum;
    }

    double low() {
        return low;
    }

    double high() {
        return high;
    }

    /** The values in ascending order, with how often each came. */
    NavigableMap<Double, Double> counts() {
        return counts;
    }
}

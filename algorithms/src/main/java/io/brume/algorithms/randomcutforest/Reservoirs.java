package io.brume.algorithms.randomcutforest;

import java.util.Arrays;
import java.util.Random;

/**
 * A sample of rows for each tree, drawn without replacement from a stream whose length nobody knows: reservoirs that skip ahead
 * (Li, "Reservoir-Sampling Algorithms of Time Complexity O(n(1 + log(N/n)))", 1994, algorithm L), so that a row costs nothing
 * where no tree takes it.
 */
final class Reservoirs {
    private final int capacity;
    private final int columns;
    private final Random random;
    private final float[][] samples;
    private final long[] next;
    private final double[] weight;
    private long soonest;
    private long seen;

    Reservoirs(int trees, int capacity, int columns, long seed) {
        this.capacity = capacity;
        this.columns = columns;
        random = new Random(seed);
        samples = new float[trees][Math.multiplyExact(Math.min(capacity, 16), columns)];
        next = new long[trees];
        weight = new double[trees];
        Arrays.fill(weight, 1);
    }

    /** Takes a row, which lies in an array, for those trees whose turn it is. */
    void add(float[] values, int from) {
        if (seen < capacity) {
            for (int tree = 0; tree < samples.length; tree++) {
                if (samples[tree].length < (seen + 1) * columns) {
                    int longer = (int) Math.min(capacity, 2 * seen);
                    samples[tree] = Arrays.copyOf(samples[tree], Math.multiplyExact(longer, columns));
                }
                System.arraycopy(values, from, samples[tree], (int) seen * columns, columns);
                if (seen + 1 == capacity) {
                    next[tree] = seen;
                    skip(tree);
                }
            }
            soonest = seen + 1 == capacity ? Arrays.stream(next).min().orElse(0) : 0;
        } else if (seen == soonest) {
            for (int tree = 0; tree < samples.length; tree++) {
                if (next[tree] == seen) {
                    System.arraycopy(values, from, samples[tree], random.nextInt(capacity) * columns, columns);
                    skip(tree);
                }
            }
            soonest = Arrays.stream(next).min().orElse(0);
        }
        seen++;
    }

    private void skip(int tree) {
        weight[tree] *= Math.exp(Math.log(1 - random.nextDouble()) / capacity);
        double rows = Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-weight[tree]));
        next[tree] += 1 + (long) Math.min(rows, 1e15);
    }

    /** Rows in each sample. */
    int size() {
        return (int) Math.min(seen, capacity);
    }

    float[] sample(int tree) {
        return samples[tree];
    }
}

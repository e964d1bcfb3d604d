package io.brume.algorithms.forest;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws the rows that a tree sees. Rows that weigh more are drawn more often. */
final class Drawer {
    private final int rows;
    private final int wanted;
    private final boolean withReplacement;
    /** Up to and with each row, the sum of weights; null where all weigh the same. */
    private final double @Nullable [] sums;

    Drawer(Table table, ForestHyperparameters settings) {
        rows = table.rows;
        withReplacement = settings.drawsWithReplacement();
        wanted = (int) Math.max(1, Math.round(settings.sampleFraction() * rows));
        float[] weights = table.weights;
        sums = weights == null ? null : new double[rows];
        if (sums == null || weights == null) {
            return;
        }
        if (!withReplacement) {
            throw new BadHyperparameterException(
                    "bootstrap", "bootstrap must be true where rows have weights, by which they are drawn");
        }
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += weights[r];
            sums[r] = sum;
        }
        if (!(sum > 0)) {
            throw new BadDataException("all rows have the weight 0");
        }
    }

    /** How often each row is drawn, at most 65,535 times. */
    void draw(SplittableRandom random, char[] counts) {
        Arrays.fill(counts, (char) 0);
        if (!withReplacement) {
            int left = wanted;
            for (int r = 0; r < rows; r++) {
                if (left == rows - r || random.nextInt(rows - r) < left) {
                    counts[r] = 1;
                    left--;
                }
            }
            return;
        }
        for (int i = 0; i < wanted; i++) {
            int row = sums == null ? random.nextInt(rows) : weighted(random.nextDouble() * sums[rows - 1]);
            counts[row] += counts[row] < Character.MAX_VALUE ? 1 : 0;
        }
    }

    private int weighted(double at) {
        double[] all = java.util.Objects.requireNonNull(sums);
        int found = Arrays.binarySearch(all, at);
        int row = found >= 0 ? found + 1 : -found - 1;
        // Rows of weight 0 end where the row before ends.
        while (row >= rows || row > 0 && all[row] == all[row - 1]) {
            row--;
        }
        return row;
    }
}

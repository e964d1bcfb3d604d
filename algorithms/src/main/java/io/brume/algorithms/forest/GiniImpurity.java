package io.brume.algorithms.forest;

import java.util.Arrays;

/**
 * Gini's impurity of classes: the sum over both sides of {@code n (1 - Σ p²)} is least where {@code Σ n²ₖ / n} over both sides is
 * greatest. All counts are whole numbers, so nothing is rounded before the division.
 */
final class GiniImpurity extends Impurity {
    private final int classes;
    private final boolean votes;
    private final int leastInLeaf;
    private final int[] classOf;
    /** Class and count of each row in the order of the node's rows. */
    private final short[] placeClass;

    private final char[] placeCount;
    private char[] counts = {};
    private final int[] histogram;
    private final long[] all;
    private final long[] left;
    private long allSquares;
    private long leftSquares;
    private long rightSquares;

    /** @param classOf the number of each row's class */
    GiniImpurity(int[] classOf, int classes, boolean votes, int leastInLeaf) {
        super(leastInLeaf);
        this.leastInLeaf = leastInLeaf;
        this.classOf = classOf;
        this.classes = classes;
        this.votes = votes;
        placeClass = new short[classOf.length];
        placeCount = new char[classOf.length];
        histogram = new int[256 * classes];
        all = new long[classes];
        left = new long[classes];
    }

    @Override
    int outputs() {
        return classes == 2 ? 1 : classes;
    }

    @Override
    void use(char[] counts, int[] rows, int drawn) {
        this.counts = counts;
        moved(rows, 0, drawn);
    }

    @Override
    void moved(int[] rows, int from, int to) {
        for (int i = from; i < to; i++) {
            placeClass[i] = (short) classOf[rows[i]];
            placeCount[i] = counts[rows[i]];
        }
    }

    @Override
    boolean begin(int from, int to) {
        Arrays.fill(all, 0);
        for (int i = from; i < to; i++) {
            all[placeClass[i]] += placeCount[i];
        }
        size = 0;
        allSquares = 0;
        long most = 0;
        for (long count : all) {
            size += count;
            allSquares += count * count;
            most = Math.max(most, count);
        }
        return most < size;
    }

    @Override
    void leaf(float[] values, int node) {
        if (classes == 2) {
            values[node] = votes ? (all[1] > all[0] ? 1 : 0) : (float) ((double) all[1] / size);
            return;
        }
        int best = 0;
        for (int k = 0; k < classes; k++) {
            values[node * classes + k] = votes ? 0 : (float) ((double) all[k] / size);
            best = all[k] > all[best] ? k : best;
        }
        if (votes) {
            values[node * classes + best] = 1;
        }
    }

    @Override
    void allRight() {
        Arrays.fill(left, 0);
        leftSize = 0;
        leftSquares = 0;
        rightSquares = allSquares;
    }

    @Override
    void move(int place) {
        move(placeClass[place], placeCount[place]);
    }

    private void move(int of, long count) {
        long already = left[of];
        leftSquares += count * (2 * already + count);
        rightSquares -= count * (2 * (all[of] - already) - count);
        left[of] = already + count;
        leftSize += count;
    }

    @Override
    double score() {
        return (double) leftSquares / leftSize + (double) rightSquares / (size - leftSize);
    }

    @Override
    void tryHistogram(int column, byte[] bins, int binCount, int[] rows, int from, int to) {
        if (classes == 2) {
            twoClasses(column, bins, binCount, rows, from, to);
            return;
        }
        int[] counted = histogram;
        Arrays.fill(counted, 0, binCount * classes, 0);
        for (int i = from; i < to; i++) {
            counted[(bins[rows[i]] & 0xff) * classes + placeClass[i]] += placeCount[i];
        }
        allRight();
        for (int bin = 0; bin < binCount - 1; bin++) {
            long before = leftSize;
            for (int k = 0; k < classes; k++) {
                int count = counted[bin * classes + k];
                if (count > 0) {
                    move(k, count);
                }
            }
            if (leftSize > before && leftSize < size) {
                consider(column, bin);
            }
        }
    }

    private void twoClasses(int column, byte[] bins, int binCount, int[] rows, int from, int to) {
        int[] counted = histogram;
        Arrays.fill(counted, 0, 2 * binCount, 0);
        for (int i = from; i < to; i++) {
            counted[2 * (bins[rows[i]] & 0xff) + placeClass[i]] += placeCount[i];
        }
        long zeros = 0;
        long ones = 0;
        for (int bin = 0; bin < binCount - 1; bin++) {
            int ofZero = counted[2 * bin];
            int ofOne = counted[2 * bin + 1];
            if ((ofZero | ofOne) == 0) {
                continue;
            }
            zeros += ofZero;
            ones += ofOne;
            long there = zeros + ones;
            if (size - there < leastInLeaf) {
                break;
            } else if (there < leastInLeaf) {
                continue;
            }
            double rightZeros = all[0] - zeros;
            double rightOnes = all[1] - ones;
            double score = ((double) zeros * zeros + (double) ones * ones) / there
                    + (rightZeros * rightZeros + rightOnes * rightOnes) / (size - there);
            if (bestColumn < 0 || score > bestScore) {
                bestColumn = column;
                bestBin = bin;
                bestScore = score;
            }
        }
    }
}

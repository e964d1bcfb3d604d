package io.brume.algorithms.forest;

import java.util.Arrays;

/** The variance of numbers: the sum of squared errors of both sides is least where {@code (Σy)² / n} over both is greatest. */
final class Variance extends Impurity {
    private final float[] labels;
    /** What labels are taken from, so that sums stay small. */
    private final double centre;
    /** Count times label of each row in the order of the node's rows. */
    private final double[] placeSum;

    private final float[] placeLabel;
    private final char[] placeCount;
    private char[] counts = {};
    private final double[] sums = new double[256];
    private final long[] sizes = new long[256];
    private double sum;
    private double leftSum;

    Variance(float[] labels, int leastInLeaf) {
        super(leastInLeaf);
        this.labels = labels;
        double total = 0;
        for (float label : labels) {
            total += label;
        }
        centre = total / labels.length;
        placeSum = new double[labels.length];
        placeLabel = new float[labels.length];
        placeCount = new char[labels.length];
    }

    @Override
    int outputs() {
        return 1;
    }

    @Override
    void use(char[] counts, int[] rows, int drawn) {
        this.counts = counts;
        moved(rows, 0, drawn);
    }

    @Override
    void moved(int[] rows, int from, int to) {
        for (int i = from; i < to; i++) {
            int row = rows[i];
            placeCount[i] = counts[row];
            placeLabel[i] = labels[row];
            placeSum[i] = counts[row] * (labels[row] - centre);
        }
    }

    @Override
    boolean begin(int from, int to) {
        size = 0;
        sum = 0;
        boolean alike = true;
        for (int i = from; i < to; i++) {
            size += placeCount[i];
            sum += placeSum[i];
            alike &= placeLabel[i] == placeLabel[from];
        }
        return !alike;
    }

    @Override
    void leaf(float[] values, int node) {
        values[node] = (float) (centre + sum / size);
    }

    @Override
    void allRight() {
        leftSize = 0;
        leftSum = 0;
    }

    @Override
    void move(int place) {
        leftSize += placeCount[place];
        leftSum += placeSum[place];
    }

    @Override
    double score() {
        double rightSum = sum - leftSum;
        return leftSum * leftSum / leftSize + rightSum * rightSum / (size - leftSize);
    }

    @Override
    void tryHistogram(int column, byte[] bins, int binCount, int[] rows, int from, int to) {
        Arrays.fill(sums, 0, binCount, 0);
        Arrays.fill(sizes, 0, binCount, 0);
        for (int i = from; i < to; i++) {
            int bin = bins[rows[i]] & 0xff;
            sums[bin] += placeSum[i];
            sizes[bin] += placeCount[i];
        }
        allRight();
        for (int bin = 0; bin < binCount - 1 && leftSize + sizes[bin] < size; bin++) {
            if (sizes[bin] > 0) {
                leftSize += sizes[bin];
                leftSum += sums[bin];
                consider(column, bin);
            }
        }
    }
}

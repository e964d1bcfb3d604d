package io.brume.algorithms.kmeans;

import io.brume.algorithms.data.DenseBatch;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A uniform sample of the rows that pass by: Vitter, "Random Sampling with a Reservoir", 1985. */
public final class RowSample {
    private final int most;
    private final int stride;
    private final SplittableRandom random;
    private float[] values = new float[0];
    private float[] labels = new float[0];
    private int rows;
    private long seen;

    /**
     * @param most rows that are kept
     * @param stride of rows that will come
     */
    public RowSample(int most, int stride, SplittableRandom random) {
        this.most = Math.min(most, Math.max(1, (Integer.MAX_VALUE - 8) / stride));
        this.stride = stride;
        this.random = random;
    }

    /** Lets rows pass by, with their first labels where they have any. */
    public void add(DenseBatch block) {
        int r = 0;
        int direct = Math.min(most - rows, block.rows());
        if (direct > 0) {
            grow(rows + direct);
            System.arraycopy(block.values(), 0, values, rows * stride, direct * stride);
            for (; r < direct; r++) {
                labels[rows++] = block.labelWidth() == 0 ? 0 : block.label(r);
            }
            seen += direct;
        }
        for (; r < block.rows(); r++) {
            long place = random.nextLong(++seen);
            if (place < most) {
                System.arraycopy(block.values(), r * stride, values, (int) place * stride, stride);
                labels[(int) place] = block.labelWidth() == 0 ? 0 : block.label(r);
            }
        }
    }

    private void grow(int needed) {
        if (needed * (long) stride > values.length) {
            int capacity = (int) Math.min(most, Math.max(needed, 2L * rows));
            values = Arrays.copyOf(values, capacity * stride);
            labels = Arrays.copyOf(labels, capacity);
        }
    }

    public int rows() {
        return rows;
    }

    /** How many passed by. */
    public long seen() {
        return seen;
    }

    /** The rows at the stride; there may be room behind them. */
    public float[] values() {
        return values;
    }

    /** A label a row; there may be room behind them. */
    public float[] labels() {
        return labels;
    }
}

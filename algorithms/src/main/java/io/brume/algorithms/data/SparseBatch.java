package io.brume.algorithms.data;

import org.jspecify.annotations.Nullable;

/**
 * Rows of which most features are 0, in compressed sparse rows: row {@code r} has {@code values[i]} at feature
 * {@code indices[i]} for {@code i} from {@code starts[r]} to {@code starts[r + 1]}, indices ascending and each only once.
 */
@SuppressWarnings("ArrayRecordComponent")
public record SparseBatch(
        int rows,
        int columns,
        int[] starts,
        int[] indices,
        float[] values,
        float[] labels,
        int labelWidth,
        float @Nullable [] weights)
        implements Batch {

    public SparseBatch {
        if (starts.length <= rows
                || starts[rows] > Math.min(indices.length, values.length)
                || (long) rows * labelWidth > labels.length) {
            throw new IllegalArgumentException("the arrays are too short for " + rows + " rows");
        }
    }

    /** Rows that all weigh the same. */
    public SparseBatch(
            int rows, int columns, int[] starts, int[] indices, float[] values, float[] labels, int labelWidth) {
        this(rows, columns, starts, indices, values, labels, labelWidth, null);
    }

    /** Entries that are not 0, in all rows. */
    public int entries() {
        return starts[rows];
    }

    /**
     * The same rows with every 0 written out.
     *
     * @param columns at least as many as there are
     */
    public DenseBatch dense(int columns) {
        int stride = DenseBatch.stride(columns);
        var dense = new float[Math.multiplyExact(rows, stride)];
        for (int r = 0; r < rows; r++) {
            for (int i = starts[r]; i < starts[r + 1]; i++) {
                dense[r * stride + indices[i]] = values[i];
            }
        }
        return new DenseBatch(rows, columns, stride, dense, labels, labelWidth, weights);
    }
}

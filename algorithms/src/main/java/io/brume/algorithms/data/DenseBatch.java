package io.brume.algorithms.data;

import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers, one after the other in one array: feature {@code c} of row {@code r} is
 * {@code values[r * stride + c]}. What lies between a row's end and the next row is 0, so loops may run over the stride.
 */
@SuppressWarnings("ArrayRecordComponent")
public record DenseBatch(
        int rows, int columns, int stride, float[] values, float[] labels, int labelWidth, float @Nullable [] weights)
        implements Batch {

    public DenseBatch {
        if (stride < columns || (long) rows * stride > values.length || (long) rows * labelWidth > labels.length) {
            throw new IllegalArgumentException(
                    "the arrays are too short for " + rows + " rows of " + columns + " columns");
        }
    }

    /** Rows that all weigh the same. */
    public DenseBatch(int rows, int columns, int stride, float[] values, float[] labels, int labelWidth) {
        this(rows, columns, stride, values, labels, labelWidth, null);
    }

    /** Rows of as many columns each, and as many labels each, one row's after the other's. */
    public static DenseBatch of(float[][] rows, float... labels) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        int stride = stride(columns);
        var values = new float[Math.multiplyExact(rows.length, stride)];
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != columns) {
                throw new IllegalArgumentException("row " + r + " has " + rows[r].length + " columns, not " + columns);
            }
            System.arraycopy(rows[r], 0, values, r * stride, columns);
        }
        int labelWidth = rows.length == 0 ? 0 : labels.length / rows.length;
        return new DenseBatch(rows.length, columns, stride, values, labels, labelWidth, null);
    }

    /** Where rows of so many columns begin: from 16 columns on, at multiples of 8, the lanes of a 256-bit vector. */
    public static int stride(int columns) {
        return columns < 16 ? columns : Math.addExact(columns, 7) & ~7;
    }

    /** Where the row begins in {@link #values()}. */
    public int offset(int row) {
        return row * stride;
    }
}

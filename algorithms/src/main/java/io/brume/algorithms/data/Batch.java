package io.brume.algorithms.data;

import org.jspecify.annotations.Nullable;

/**
 * Some consecutive rows of a dataset. Its arrays belong to the receiver, may be longer than the rows need, and may be
 * changed.
 */
public sealed interface Batch permits DenseBatch, SparseBatch, TextBatch {
    int rows();

    /** Features a row. For sparse rows of unknown width: enough for every index so far, so a later batch may have more. */
    int columns();

    /** Row by row, {@link #labelWidth()} labels each. */
    float[] labels();

    /** Labels a row; 0 where there are none. */
    int labelWidth();

    /** A weight a row; null where all weigh the same. */
    float @Nullable [] weights();

    /** The row's first label. */
    default float label(int row) {
        return labels()[row * labelWidth()];
    }

    default float weight(int row) {
        float[] weights = weights();
        return weights == null ? 1 : weights[row];
    }
}

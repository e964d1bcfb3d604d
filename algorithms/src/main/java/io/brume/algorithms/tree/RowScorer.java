package io.brume.algorithms.tree;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import java.util.Arrays;

/** Scores batches of any kind by dense rows. */
public final class RowScorer {
    /** Sparse rows that are written out at once hold so many numbers, unless a single one has more. */
    private static final int NUMBERS = 1 << 16;

    private final int columns;
    private final int outputs;
    private final float absent;
    private final Dense dense;

    /** Scores rows that lie in an array as in a {@code DenseBatch}. */
    @FunctionalInterface
    public interface Dense {
        void score(float[] values, int from, int stride, int rows, float[] into);
    }

    /** @param absent what a sparse row has where it has no entry: 0, or NaN where that means "missing" */
    public RowScorer(int columns, int outputs, float absent, Dense dense) {
        this.columns = columns;
        this.outputs = outputs;
        this.absent = absent;
        this.dense = dense;
    }

    /**
     * The outputs of each row, one row's after the other's.
     *
     * @throws BadDataException where dense rows do not have the model's width, or the rows are text. Of sparse rows, features
     *     that the model never saw are not looked at
     */
    public float[] score(Batch batch) {
        var into = new float[Math.multiplyExact(batch.rows(), outputs)];
        switch (batch) {
            case DenseBatch rows -> {
                if (rows.columns() != columns) {
                    throw new BadDataException(
                            "the rows have " + rows.columns() + " features, and the model was trained on " + columns);
                }
                dense.score(rows.values(), 0, rows.stride(), rows.rows(), into);
            }
            case SparseBatch rows -> sparse(rows, into);
            case TextBatch text -> throw new BadDataException("the model takes numbers, and these rows are text");
        }
        return into;
    }

    private void sparse(SparseBatch rows, float[] into) {
        int width = Math.max(1, columns);
        int block = Math.clamp(NUMBERS / width, 1, Math.max(1, rows.rows()));
        var values = new float[Math.multiplyExact(block, width)];
        Arrays.fill(values, absent);
        var scores = new float[block * outputs];
        for (int first = 0; first < rows.rows(); first += block) {
            int count = Math.min(block, rows.rows() - first);
            write(rows, first, count, width, values, false);
            dense.score(values, 0, width, count, scores);
            System.arraycopy(scores, 0, into, first * outputs, count * outputs);
            write(rows, first, count, width, values, true);
        }
    }

    private void write(SparseBatch rows, int first, int count, int width, float[] values, boolean clear) {
        for (int r = 0; r < count; r++) {
            int end = rows.starts()[first + r + 1];
            for (int i = rows.starts()[first + r]; i < end; i++) {
                int column = rows.indices()[i];
                if (column < columns) {
                    values[r * width + column] = clear ? absent : rows.values()[i];
                }
            }
        }
    }
}

package io.brume.algorithms.blazingtext;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.TrainingContext;

/** Rows of floats in one array, each beginning at a multiple of eight floats after the first, padded with zeros. */
final class Matrix {
    /**
     * Where row 0 begins: the 16 bytes of an array's header and these 48 are one line of the cache, which matters where the
     * collector puts large arrays at such lines.
     */
    private static final int FIRST = 12;

    final float[] values;
    final int rows;
    final int columns;
    /** From one row to the next. */
    final int stride;

    private Matrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        stride = (columns + 7) & -8;
        long size = FIRST + (long) rows * stride;
        if (size > Integer.MAX_VALUE - 16) {
            throw new BadHyperparameterException(
                    "vector_dim",
                    rows + " vectors of vector_dim " + columns
                            + " are too many: fewer buckets, a larger min_count or a smaller vector_dim would do");
        }
        values = new float[(int) size];
    }

    static Matrix zeros(int rows, int columns) {
        return new Matrix(rows, columns);
    }

    /** Evenly distributed between -1/columns and 1/columns; the same for a seed, however many threads there are. */
    static Matrix random(int rows, int columns, long seed, TrainingContext context) {
        var matrix = new Matrix(rows, columns);
        float scale = 1f / columns / (1L << 31);
        context.parallel(rows, (from, to) -> {
            for (int row = from; row < to; row++) {
                long state = Randoms.seed(seed, row);
                int at = matrix.at(row);
                for (int j = 0; j < columns; j++) {
                    state = Randoms.next(state);
                    matrix.values[at + j] = (int) (state >>> 16) * scale;
                }
            }
        });
        return matrix;
    }

    /** Rows without padding, as they are stored. */
    static Matrix of(float[] compact, int rows, int columns) {
        var matrix = new Matrix(rows, columns);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(compact, row * columns, matrix.values, matrix.at(row), columns);
        }
        return matrix;
    }

    /** Where a row begins. */
    int at(int row) {
        return FIRST + row * stride;
    }
}

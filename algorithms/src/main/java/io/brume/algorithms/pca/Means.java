package io.brume.algorithms.pca;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;

/** Small steps over blocks of rows. */
final class Means {
    private static final int TILE = 16;

    private Means() {}

    /** Adds the mean of the rows to what is there. */
    static void of(DenseBatch block, float[] mean) {
        for (int r = 0; r < block.rows(); r++) {
            Kernels.axpy(1f / block.rows(), block.values(), block.offset(r), mean, 0, mean.length);
        }
    }

    /** Row by row to column by column: number {@code c} of row {@code r} goes to {@code c toStride + r}. */
    static void transpose(float[] rows, int from, int stride, int count, int columns, float[] to, int toStride) {
        for (int r0 = 0; r0 < count; r0 += TILE) {
            int r1 = Math.min(count, r0 + TILE);
            for (int c0 = 0; c0 < columns; c0 += TILE) {
                int c1 = Math.min(columns, c0 + TILE);
                for (int r = r0; r < r1; r++) {
                    for (int c = c0; c < c1; c++) {
                        to[c * toStride + r] = rows[from + r * stride + c];
                    }
                }
            }
        }
    }
}

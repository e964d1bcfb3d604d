package io.brume.algorithms.pca;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.MatrixKernels;
import io.brume.algorithms.kernel.Panels;

/**
 * The mean of rows and the scatter matrix around it, {@code Σ (x - mean)(x - mean)ᵀ}. Rows are moved by the first block's mean, so that
 * what is far from the origin keeps its digits; sums are taken in floats over some rows and in doubles over all.
 */
final class Scatter {
    private static final int ROWS_IN_FLOATS = 2048;
    /** Floats of rows that are multiplied at once: 256 KB. */
    private static final int CACHED = 1 << 16;
    /** Multiplications that take about as long as starting threads and waiting for them. */
    private static final double WORTH_THREADS = 1 << 24;

    private final int columns;
    private final boolean centred;
    private final TrainingContext context;
    private final int stride;
    private final double[][] products;
    private final double[] sums;
    private final float[] shift;
    private long rows;

    Scatter(int columns, boolean centred, TrainingContext context) {
        this.columns = columns;
        this.centred = centred;
        this.context = context;
        stride = (columns + Panels.WIDTH - 1) / Panels.WIDTH * Panels.WIDTH;
        products = new double[columns][];
        for (int i = 0; i < columns; i++) {
            products[i] = new double[i + 1];
        }
        sums = new double[columns];
        shift = new float[columns];
    }

    /** Bytes that so many columns take. */
    static long size(int columns, int threads) {
        return 4L * columns * columns * (1 + threads) + 16L * columns * columns;
    }

    /** Adds rows, whose numbers are changed. */
    void add(DenseBatch block) {
        if (rows == 0 && centred) {
            Means.of(block, shift);
        }
        rows += block.rows();
        if ((double) block.rows() * columns * columns < WORTH_THREADS) {
            add(block, 0, block.rows());
        } else {
            context.parallel(block.rows(), (from, to) -> add(block, from, to));
        }
    }

    private void add(DenseBatch block, int from, int to) {
        var part = new float[columns * stride];
        for (int r = from; r < to; r += ROWS_IN_FLOATS) {
            int end = Math.min(to, r + ROWS_IN_FLOATS);
            var sum = new float[columns];
            multiply(block, r, end, part, sum);
            flush(part, sum);
        }
    }

    private void multiply(DenseBatch block, int from, int to, float[] part, float[] sum) {
        int step = Math.clamp(CACHED / columns, 32, 512);
        var transposed = new float[columns * step];
        for (int r = from; r < to; r += step) {
            int count = Math.min(step, to - r);
            for (int i = 0; i < count; i++) {
                int at = block.offset(r + i);
                Kernels.axpy(-1, shift, 0, block.values(), at, columns);
                Kernels.axpy(1, block.values(), at, sum, 0, columns);
            }
            Means.transpose(block.values(), block.offset(r), block.stride(), count, columns, transposed, step);
            var panels = Panels.ofColumns(block.values(), block.offset(r), block.stride(), count, columns);
            MatrixKernels.addGram(transposed, 0, step, panels, part, 0, stride);
        }
    }

    private synchronized void flush(float[] part, float[] sum) {
        for (int i = 0; i < columns; i++) {
            sums[i] += sum[i];
            for (int j = i; j < columns; j++) {
                products[j][i] += part[i * stride + j];
                part[i * stride + j] = 0;
            }
        }
    }

    long rows() {
        return rows;
    }

    double[] mean() {
        var mean = new double[columns];
        for (int i = 0; i < columns && centred; i++) {
            mean[i] = shift[i] + sums[i] / rows;
        }
        return mean;
    }

    /** The scatter matrix, its lower triangle. */
    double[][] matrix() {
        var matrix = new double[columns][columns];
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = products[i][j] - (centred ? sums[i] * (sums[j] / rows) : 0);
            }
        }
        return matrix;
    }
}

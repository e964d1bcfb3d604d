package io.brume.algorithms.pca;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.MatrixKernels;
import io.brume.algorithms.kernel.Panels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Products of rows' scatter matrix with some vectors, in one pass over the rows and without the matrix. */
final class Sketch implements Krylov.Product {
    private static final int CACHED = 1 << 16;

    private final List<Batch> batches;
    private final int columns;
    private final int blockRows;
    private final boolean centred;
    private final TrainingContext context;
    private final float[] shift;
    private final double[] sums;
    private long rows;
    private double squares;

    Sketch(List<Batch> batches, int columns, int blockRows, boolean centred, TrainingContext context) {
        this.batches = batches;
        this.columns = columns;
        this.blockRows = blockRows;
        this.centred = centred;
        this.context = context;
        shift = new float[columns];
        sums = new double[columns];
    }

    @Override
    public float[][] of(float[][] vectors) {
        var flat = new float[vectors.length * columns];
        for (int i = 0; i < vectors.length; i++) {
            System.arraycopy(vectors[i], 0, flat, i * columns, columns);
        }
        var panels = Panels.ofRows(flat, 0, columns, vectors.length, columns);
        var sum = new double[vectors.length][columns];
        boolean first = rows == 0;
        try (var blocks = DenseRows.of(batches, columns, blockRows)) {
            for (DenseBatch block = blocks.next(); block != null; block = blocks.next()) {
                if (first && rows == 0 && centred) {
                    Means.of(block, shift);
                }
                rows += first ? block.rows() : 0;
                DenseBatch all = block;
                context.parallel(block.rows(), (from, to) -> multiply(all, from, to, panels, sum, first));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return centred(vectors, sum);
    }

    private void multiply(DenseBatch block, int from, int to, Panels panels, double[][] sum, boolean first) {
        int count = panels.columns();
        int step = Math.clamp(CACHED / columns, 64, 512);
        int width = (columns + Panels.WIDTH - 1) / Panels.WIDTH * Panels.WIDTH;
        var part = new float[count * width];
        var scores = new float[step * panels.paddedColumns()];
        var transposed = new float[count * step];
        var ofRows = new double[columns];
        double ofSquares = 0;
        for (int r = from; r < to; r += step) {
            int some = Math.min(step, to - r);
            for (int i = r; i < r + some; i++) {
                int at = block.offset(i);
                Kernels.axpy(-1, shift, 0, block.values(), at, columns);
                if (first) {
                    ofSquares += Kernels.dot(block.values(), at, block.values(), at, columns);
                    for (int j = 0; j < columns; j++) {
                        ofRows[j] += block.values()[at + j];
                    }
                }
            }
            int at = block.offset(r);
            MatrixKernels.products(block.values(), at, block.stride(), some, panels, scores, 0, panels.paddedColumns());
            Means.transpose(scores, 0, panels.paddedColumns(), some, count, transposed, step);
            var rowsAsTheyAre = Panels.ofColumns(block.values(), at, block.stride(), some, columns);
            MatrixKernels.addProducts(transposed, 0, step, count, rowsAsTheyAre, part, 0, width);
        }
        synchronized (this) {
            squares += ofSquares;
            for (int j = 0; j < columns; j++) {
                sums[j] += ofRows[j];
            }
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < columns; j++) {
                    sum[i][j] += part[i * width + j];
                }
            }
        }
    }

    /** Σ (v·(x - m)) (x - m) = Σ (v·x) x - n (v·m) m. */
    private float[][] centred(float[][] vectors, double[][] sum) {
        var result = new float[vectors.length][columns];
        for (int i = 0; i < vectors.length; i++) {
            double inner = 0;
            for (int j = 0; j < columns && centred; j++) {
                inner += vectors[i][j] * sums[j];
            }
            for (int j = 0; j < columns; j++) {
                result[i][j] = (float) (sum[i][j] - inner / rows * sums[j]);
            }
        }
        return result;
    }

    /** After the first product. */
    long rows() {
        return rows;
    }

    /** After the first product. */
    double[] mean() {
        var mean = new double[columns];
        for (int j = 0; j < columns && centred; j++) {
            mean[j] = shift[j] + sums[j] / rows;
        }
        return mean;
    }

    /** After the first product: the sum of the squared distances from the mean, or from the origin. */
    double spread() {
        double spread = squares;
        for (int j = 0; j < columns && centred; j++) {
            spread -= sums[j] * (sums[j] / rows);
        }
        return spread;
    }
}

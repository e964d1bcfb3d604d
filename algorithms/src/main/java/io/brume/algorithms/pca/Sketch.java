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
    /** Rows of a batch that are worth starting threads for without gathering more. */
    private static final int LEAST_ROWS = 1024;

    private final List<Batch> batches;
    private final int columns;
    private final int blockRows;
    private final boolean centred;
    private final TrainingContext context;
    /** Whether batches are multiplied as they are, once they have been checked. */
    private final boolean direct;

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
        direct = batches.stream().allMatch(batch -> batch instanceof DenseBatch && batch.rows() >= LEAST_ROWS);
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
        if (!first && direct) {
            for (Batch batch : batches) {
                var all = (DenseBatch) batch;
                context.parallel(all.rows(), (from, to) -> multiply(all, from, to, panels, sum, false));
            }
            return centred(vectors, sum);
        }
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
        var moved = new float[step * columns];
        var scores = new float[step * panels.paddedColumns()];
        var transposed = new float[count * step];
        var ofRows = new double[columns];
        double ofSquares = 0;
        for (int r = from; r < to; r += step) {
            int some = Math.min(step, to - r);
            for (int i = 0; i < some; i++) {
                int at = i * columns;
                System.arraycopy(block.values(), block.offset(r + i), moved, at, columns);
                Kernels.axpy(-1, shift, 0, moved, at, columns);
                if (first) {
                    ofSquares += Kernels.dot(moved, at, moved, at, columns);
                    for (int j = 0; j < columns; j++) {
                        ofRows[j] += moved[at + j];
                    }
                }
            }
            MatrixKernels.products(moved, 0, columns, some, panels, scores, 0, panels.paddedColumns());
            Means.transpose(scores, 0, panels.paddedColumns(), some, count, transposed, step);
            var rowsAsTheyAre = Panels.ofColumns(moved, 0, columns, some, columns);
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

package io.brume.algorithms.knn;

import io.brume.algorithms.BadModelException;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.MatrixKernels;
import io.brume.algorithms.kernel.Panels;
import io.brume.algorithms.knn.KnnHyperparameters.Reduction;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes features fewer so that distances nearly stay: by random signs (Achlioptas, "Database-friendly random projections", 2003), or
 * by flipping signs at random, a fast Walsh-Hadamard transform and picking some of its numbers (Ailon and Chazelle, "The Fast
 * Johnson-Lindenstrauss Transform", 2009, with a dense rather than a sparse last step left out).
 */
sealed interface Projection {
    /** The rows with fewer columns. */
    DenseBatch project(DenseBatch rows);

    void save(ModelFolder.Writer model);

    static Projection draw(Reduction how, int columns, int target, SplittableRandom random) {
        if (how == Reduction.SIGN) {
            var signs = new float[Math.multiplyExact(target, columns)];
            for (int i = 0; i < signs.length; i++) {
                signs[i] = random.nextBoolean() ? 1 : -1;
            }
            return new Signs(signs, columns, target);
        }
        int width = Integer.highestOneBit(Math.max(1, columns - 1)) << (columns > 1 ? 1 : 0);
        var signs = new float[columns];
        for (int i = 0; i < columns; i++) {
            signs[i] = random.nextBoolean() ? 1 : -1;
        }
        var order = new int[width];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < target; i++) {
            int other = random.nextInt(i, width);
            int swap = order[i];
            order[i] = order[other];
            order[other] = swap;
        }
        return new Fast(signs, Arrays.copyOf(order, target), width);
    }

    static Projection load(Reduction how, ModelFolder model, int columns, int target) throws IOException {
        if (how == Reduction.SIGN) {
            return new Signs(model.floats("projection_signs", target, columns), columns, target);
        }
        float[] signs = model.floats("projection_signs", columns);
        int width = Integer.highestOneBit(Math.max(1, columns - 1)) << (columns > 1 ? 1 : 0);
        if (!(model.array("projection_picks").values() instanceof int[] picks)
                || picks.length != target
                || Arrays.stream(picks).anyMatch(pick -> pick < 0 || pick >= width)) {
            throw new BadModelException("the array projection_picks does not belong to the model");
        }
        return new Fast(signs, picks, width);
    }

    /** Products with random signs. */
    final class Signs implements Projection {
        private final float[] signs;
        private final int columns;
        private final int target;
        private final Panels panels;

        Signs(float[] signs, int columns, int target) {
            this.signs = signs;
            this.columns = columns;
            this.target = target;
            var scaled = signs.clone();
            Kernels.scale((float) (1 / Math.sqrt(target)), scaled, 0, scaled.length);
            panels = Panels.ofRows(scaled, 0, columns, target, columns);
        }

        @Override
        public DenseBatch project(DenseBatch rows) {
            int width = panels.paddedColumns();
            var products = new float[Math.multiplyExact(rows.rows(), width)];
            MatrixKernels.products(rows.values(), 0, rows.stride(), rows.rows(), panels, products, 0, width);
            int stride = DenseBatch.stride(target);
            var values = new float[rows.rows() * stride];
            for (int r = 0; r < rows.rows(); r++) {
                System.arraycopy(products, r * width, values, r * stride, target);
            }
            return new DenseBatch(rows.rows(), target, stride, values, rows.labels(), rows.labelWidth());
        }

        @Override
        public void save(ModelFolder.Writer model) {
            model.array("projection_signs", signs, target, columns);
        }
    }

    /** Signs, the transform, and some of what it gives. */
    final class Fast implements Projection {
        private final float[] signs;
        private final int[] picks;
        private final int width;

        Fast(float[] signs, int[] picks, int width) {
            this.signs = signs;
            this.picks = picks;
            this.width = width;
        }

        @Override
        public DenseBatch project(DenseBatch rows) {
            int stride = DenseBatch.stride(picks.length);
            var values = new float[Math.multiplyExact(rows.rows(), stride)];
            var row = new float[width];
            float scale = (float) (1 / Math.sqrt(picks.length));
            for (int r = 0; r < rows.rows(); r++) {
                Arrays.fill(row, 0);
                for (int i = 0; i < signs.length; i++) {
                    row[i] = signs[i] * rows.values()[rows.offset(r) + i];
                }
                transform(row);
                for (int i = 0; i < picks.length; i++) {
                    values[r * stride + i] = scale * row[picks[i]];
                }
            }
            return new DenseBatch(rows.rows(), picks.length, stride, values, rows.labels(), rows.labelWidth());
        }

        /** Walsh and Hadamard's, which lengthens by the root of the width. */
        private static void transform(float[] x) {
            for (int half = 1; half < x.length; half *= 2) {
                for (int from = 0; from < x.length; from += 2 * half) {
                    for (int i = from; i < from + half; i++) {
                        float a = x[i];
                        float b = x[i + half];
                        x[i] = a + b;
                        x[i + half] = a - b;
                    }
                }
            }
        }

        @Override
        public void save(ModelFolder.Writer model) {
            model.array("projection_signs", signs).array("projection_picks", Npy.Array.of(picks));
        }
    }
}

package io.brume.algorithms.linear;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Moves features and labels to a mean of 0 and scales them to a standard deviation of 1. Sparse features are only scaled: what
 * is 0 stays 0. A feature that is constant is not scaled.
 */
@SuppressWarnings("ArrayRecordComponent")
record Standardisation(double[] means, double[] scales, double labelMean, double labelScale) {
    /** What a standard deviation has to be, as a part of the mean, to be more than rounding. */
    private static final double ROUNDING = 1e-6;

    static Standardisation of(List<Batch> batches, long rows, int columns, LinearLearnerHyperparameters settings) {
        boolean sparse = batches.getFirst() instanceof SparseBatch;
        boolean unbias = settings.useBias() && settings.unbiasData().orElse(true) && !sparse;
        boolean scale = settings.normalizeData().orElse(true);
        long step = Math.max(1, rows / settings.numPointForScaler());
        var means = new double[columns];
        var scales = new double[columns];
        var moments = new Moments(batches, step, columns);
        for (int c = 0; c < columns; c++) {
            means[c] = unbias ? moments.means[c] : 0;
            scales[c] = scale ? scale(moments.means[c], moments.variances[c]) : 1;
        }
        boolean regression = settings.regression();
        boolean unbiasLabel =
                regression && settings.useBias() && settings.unbiasLabel().orElse(true);
        boolean scaleLabel = regression && settings.normalizeLabel().orElse(true);
        return new Standardisation(
                means,
                scales,
                unbiasLabel ? moments.labelMean : 0,
                scaleLabel ? scale(moments.labelMean, moments.labelVariance) : 1);
    }

    private static double scale(double mean, double variance) {
        double deviation = Math.sqrt(variance);
        return deviation > ROUNDING * Math.abs(mean) && deviation > Float.MIN_NORMAL ? deviation : 1;
    }

    float label(float label) {
        return (float) ((label - labelMean) / labelScale);
    }

    /**
     * Weights that take features as they were given.
     *
     * @param trained a row an output, the bias after the features
     */
    LinearModel.Weights unfold(float[] trained, int outputs, boolean bias) {
        int columns = means.length;
        int width = columns + (bias ? 1 : 0);
        var weights = new float[outputs * columns];
        var biases = new float[outputs];
        for (int k = 0; k < outputs; k++) {
            double constant = (bias ? trained[k * width + columns] : 0) * labelScale + labelMean;
            for (int c = 0; c < columns; c++) {
                double weight = trained[k * width + c] * labelScale / scales[c];
                weights[k * columns + c] = (float) weight;
                constant -= weight * means[c];
            }
            biases[k] = (float) constant;
        }
        return new LinearModel.Weights(outputs, columns, weights, biases);
    }

    /** The opposite of {@link #unfold}. */
    float[] fold(LinearModel.Weights model, boolean bias) {
        int columns = means.length;
        int width = columns + (bias ? 1 : 0);
        var trained = new float[model.outputs() * width];
        for (int k = 0; k < model.outputs(); k++) {
            double constant = model.biases()[k] - labelMean;
            for (int c = 0; c < columns; c++) {
                double weight = model.values()[k * columns + c];
                trained[k * width + c] = (float) (weight * scales[c] / labelScale);
                constant += weight * means[c];
            }
            if (bias) {
                trained[k * width + columns] = (float) (constant / labelScale);
            }
        }
        return trained;
    }

    /** Means and variances of every so many-th row, in two passes, since one loses digits. */
    private static final class Moments {
        final double[] means;
        final double[] variances;
        double labelMean;
        double labelVariance;
        private final int[] occurrences;

        Moments(List<Batch> batches, long step, int columns) {
            means = new double[columns];
            variances = new double[columns];
            occurrences = new int[columns];
            long rows = 0;
            long next = 0;
            long before = 0;
            for (int pass = 0; pass < 2; pass++) {
                rows = 0;
                next = 0;
                before = 0;
                for (Batch batch : batches) {
                    for (; next < before + batch.rows(); next += step) {
                        add(batch, (int) (next - before), pass);
                        rows++;
                    }
                    before += batch.rows();
                }
                if (pass == 0) {
                    divide(means, rows);
                    labelMean /= rows;
                }
            }
            for (int c = 0; c < columns; c++) {
                variances[c] += (double) (rows - occurrences[c]) * means[c] * means[c];
            }
            divide(variances, rows);
            labelVariance /= rows;
        }

        private static void divide(double[] sums, long rows) {
            Arrays.setAll(sums, c -> sums[c] / rows);
        }

        private void add(Batch batch, int row, int pass) {
            float label = batch.label(row);
            if (pass == 0) {
                labelMean += label;
            } else {
                labelVariance += (label - labelMean) * (label - labelMean);
            }
            if (batch instanceof DenseBatch dense) {
                int at = dense.offset(row);
                for (int c = 0; c < dense.columns(); c++) {
                    add(c, dense.values()[at + c], pass);
                }
            } else if (batch instanceof SparseBatch sparse) {
                for (int i = sparse.starts()[row]; i < sparse.starts()[row + 1]; i++) {
                    add(sparse.indices()[i], sparse.values()[i], pass);
                }
            }
        }

        private void add(int column, float value, int pass) {
            if (pass == 0) {
                means[column] += value;
            } else {
                variances[column] += (value - means[column]) * (value - means[column]);
                occurrences[column]++;
            }
        }
    }
}

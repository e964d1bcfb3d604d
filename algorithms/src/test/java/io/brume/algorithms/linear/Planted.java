package io.brume.algorithms.linear;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import java.util.ArrayList;
import java.util.Random;

/** Rows that a linear model whose weights are known has made. */
final class Planted {
    final float[] weights;
    final float bias;
    private final Random random;

    Planted(int columns, float bias, long seed) {
        random = new Random(seed);
        weights = new float[columns];
        for (int c = 0; c < columns; c++) {
            weights[c] = (float) random.nextGaussian();
        }
        this.bias = bias;
    }

    private float[] row() {
        var row = new float[weights.length];
        for (int c = 0; c < row.length; c++) {
            row[c] = (float) random.nextGaussian();
        }
        return row;
    }

    private double product(float[] row) {
        double sum = bias;
        for (int c = 0; c < row.length; c++) {
            sum += weights[c] * row[c];
        }
        return sum;
    }

    /** Values with normally distributed noise. */
    DenseBatch values(int rows, double noise) {
        var features = new float[rows][];
        var labels = new float[rows];
        for (int r = 0; r < rows; r++) {
            features[r] = row();
            labels[r] = (float) (product(features[r]) + noise * random.nextGaussian());
        }
        return DenseBatch.of(features, labels);
    }

    /** Classes drawn with the probabilities of logistic regression. */
    DenseBatch classes(int rows) {
        var features = new float[rows][];
        var labels = new float[rows];
        for (int r = 0; r < rows; r++) {
            features[r] = row();
            labels[r] = random.nextDouble() < 1 / (1 + Math.exp(-product(features[r]))) ? 1 : 0;
        }
        return DenseBatch.of(features, labels);
    }

    /** The same rows as sparse ones. */
    static SparseBatch sparse(DenseBatch batch) {
        var starts = new int[batch.rows() + 1];
        var indices = new ArrayList<Integer>();
        var values = new ArrayList<Float>();
        for (int r = 0; r < batch.rows(); r++) {
            for (int c = 0; c < batch.columns(); c++) {
                float value = batch.values()[batch.offset(r) + c];
                if (value != 0) {
                    indices.add(c);
                    values.add(value);
                }
            }
            starts[r + 1] = indices.size();
        }
        var compact = new float[values.size()];
        for (int i = 0; i < compact.length; i++) {
            compact[i] = values.get(i);
        }
        return new SparseBatch(
                batch.rows(),
                batch.columns(),
                starts,
                indices.stream().mapToInt(i -> i).toArray(),
                compact,
                batch.labels(),
                1);
    }

    /** How far weights are from those planted. */
    double distance(LinearModel.Weights learnt) {
        double sum = Math.pow(learnt.biases()[0] - bias, 2);
        for (int c = 0; c < weights.length; c++) {
            sum += Math.pow(learnt.values()[c] - weights[c], 2);
        }
        return Math.sqrt(sum);
    }
}

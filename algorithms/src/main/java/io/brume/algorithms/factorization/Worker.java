package io.brume.algorithms.factorization;

import io.brume.algorithms.kernel.Kernels;
import java.util.Arrays;

/**
 * What one thread does: it sums gradients over a mini-batch and takes a step of Adam for the features that occurred in it.
 * Several workers change the same weights without locks, as in Niu et al., "Hogwild!", https://arxiv.org/abs/1106.5730.
 */
final class Worker {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;

    private final Parameters parameters;
    private final Moments moments;
    private final FactorizationMachinesHyperparameters settings;
    private final float epsilon;
    private final float clip;
    private final Row row = new Row();
    private final float[] sums;
    /** The place of a feature's gradient, where it was seen in this batch. */
    private final int[] places;

    private final int[] seen;
    private final float[] biasGradient = new float[1];
    private int[] found = new int[256];
    private float[] gradient;
    private int batches;
    private int count;
    private double loss;
    private double right;
    private double weight;

    Worker(Parameters parameters, Moments moments, FactorizationMachinesHyperparameters settings) {
        this.parameters = parameters;
        this.moments = moments;
        this.settings = settings;
        epsilon = (float) settings.eps().orElse(1e-8);
        clip = (float) settings.clipGradient().orElse(Double.POSITIVE_INFINITY);
        sums = new float[parameters.stride];
        places = new int[parameters.features];
        seen = new int[parameters.features];
        gradient = new float[found.length * parameters.stride];
    }

    /** One step. */
    void learn(Examples examples, int from, int to) {
        batches++;
        count = 0;
        biasGradient[0] = 0;
        for (int number = from; number < to; number++) {
            examples.take(number, row);
            addGradient(examples.label(number), examples.weight(number));
        }
        float scale = (float) settings.rescaleGrad().orElse(1.0 / (to - from));
        step(scale);
    }

    /**
     * The gradient of one row. With e for the slope of the loss it is e for the bias, e x_i for a linear weight and
     * {@code e x_i (Σ_j v_jf x_j - v_if x_i)} for a factor.
     */
    private void addGradient(float label, float rowWeight) {
        float score = parameters.score(row, sums);
        float slope = slope(score, label, rowWeight);
        biasGradient[0] += slope;
        int factors = parameters.factors;
        int stride = parameters.stride;
        sums[factors] = 1;
        for (int i = row.from; i < row.to; i++) {
            float x = row.values[i];
            int feature = row.features[i];
            int place = place(feature) * stride;
            Kernels.axpy(slope * x, sums, 0, gradient, place, stride);
            Kernels.axpy(-slope * x * x, parameters.w, feature * stride, gradient, place, factors);
        }
    }

    private float slope(float score, float label, float rowWeight) {
        weight += rowWeight;
        if (settings.binary()) {
            float against = label > 0 ? -score : score;
            loss += rowWeight * Kernels.softplus(against);
            right += against < 0 ? rowWeight : 0;
            return (Kernels.sigmoid(score) - label) * rowWeight;
        }
        double error = score - label;
        loss += rowWeight * error * error;
        return (float) error * rowWeight;
    }

    private int place(int feature) {
        if (seen[feature] != batches) {
            seen[feature] = batches;
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
                gradient = Arrays.copyOf(gradient, Math.multiplyExact(found.length, parameters.stride));
            }
            Arrays.fill(gradient, count * parameters.stride, (count + 1) * parameters.stride, 0);
            found[count] = feature;
            places[feature] = count++;
        }
        return places[feature];
    }

    private void step(float scale) {
        int number = moments.steps.incrementAndGet();
        float correction = (float) (Math.sqrt(1 - Math.pow(BETA_2, number)) / (1 - Math.pow(BETA_1, number)));
        float factorRate = (float) settings.factorsLr() * correction;
        float linearRate = (float) settings.linearLr() * correction;
        float biasRate = (float) settings.biasLr() * correction;
        int factors = parameters.factors;
        for (int i = 0; i < count; i++) {
            int at = found[i] * parameters.stride;
            int from = i * parameters.stride;
            // Regularisation makes up for the steps that a feature was not there.
            float gap = Math.max(1, number - moments.touched[found[i]]);
            moments.touched[found[i]] = number;
            prepare(gradient, from, factors + 1, scale);
            adam(at, from, factors, factorRate, gap * (float) settings.factorsWd());
            adam(at + factors, from + factors, 1, linearRate, gap * (float) settings.linearWd());
        }
        prepare(biasGradient, 0, 1, scale);
        Kernels.adam(
                parameters.bias,
                moments.biasFirst,
                moments.biasSecond,
                0,
                biasGradient,
                0,
                1,
                BETA_1,
                BETA_2,
                biasRate,
                epsilon,
                (float) settings.biasWd());
    }

    private void prepare(float[] gradients, int from, int n, float scale) {
        for (int i = from; i < from + n; i++) {
            gradients[i] = Math.clamp(gradients[i] * scale, -clip, clip);
        }
    }

    private void adam(int at, int from, int n, float rate, float l2) {
        Kernels.adam(
                parameters.w, moments.first, moments.second, at, gradient, from, n, BETA_1, BETA_2, rate, epsilon, l2);
    }

    /** Loss, rows that were right and weight since the last time, and begins anew. */
    double[] takeSums() {
        double[] taken = {loss, right, weight};
        loss = 0;
        right = 0;
        weight = 0;
        return taken;
    }
}

package io.brume.algorithms.linear;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.InitMethod;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Some of the models that are trained at once: their weights and what the optimizer remembers of each. For dense rows the
 * weights of an output lie together, for sparse rows those of a feature, so that either reads memory in its order.
 */
final class Models {
    final List<Variant> variants;
    final int outputs;
    /** Features, with the bias where there is one. */
    final int columns;
    /** Outputs of all models. */
    final int width;

    final boolean sparse;
    final int stride;
    final float[] w;
    final float[] m;
    final float[] v;
    /** For sparse rows the step in which a feature was last touched. */
    final int[] touched;

    final AtomicInteger steps = new AtomicInteger();
    /** For each model, what rows of each class weigh. */
    final float[][] classWeights;
    /** Models that no longer train. */
    final boolean[] ended;

    Models(List<Variant> variants, int outputs, int columns, boolean sparse, float[][] classWeights) {
        this.variants = variants;
        this.outputs = outputs;
        this.columns = columns;
        this.sparse = sparse;
        this.classWeights = classWeights;
        width = Math.multiplyExact(variants.size(), outputs);
        stride = sparse ? width : DenseBatch.stride(columns);
        int size = Math.multiplyExact(sparse ? columns : width, stride);
        w = new float[size];
        m = new float[size];
        v = new float[size];
        touched = new int[sparse ? columns : 0];
        ended = new boolean[variants.size()];
    }

    /** Where the weight of output {@code k}, counted over all models, for a feature lies. */
    int at(int k, int column) {
        return sparse ? column * stride + k : k * stride + column;
    }

    /** Draws weights; every model begins with the same ones. */
    void init(LinearLearnerHyperparameters settings, long seed, boolean bias) {
        var random = new SplittableRandom(seed ^ 0x6c696e656172L);
        for (int k = 0; k < outputs; k++) {
            for (int c = 0; c < columns; c++) {
                double weight = bias && c == columns - 1
                        ? settings.initBias()
                        : settings.initMethod() == InitMethod.UNIFORM
                                ? random.nextDouble(-settings.initScale(), settings.initScale())
                                : settings.initSigma() * random.nextGaussian();
                for (int model = 0; model < variants.size(); model++) {
                    w[at(model * outputs + k, c)] = (float) weight;
                }
            }
        }
    }

    /** A model's part of {@code w}, {@code m} or {@code v}: a row an output. */
    float[] get(float[] of, int model) {
        var values = new float[outputs * columns];
        for (int k = 0; k < outputs; k++) {
            for (int c = 0; c < columns; c++) {
                values[k * columns + c] = of[at(model * outputs + k, c)];
            }
        }
        return values;
    }

    /** The opposite of {@link #get}. */
    void set(float[] of, int model, float[] values, int from) {
        for (int k = 0; k < outputs; k++) {
            for (int c = 0; c < columns; c++) {
                of[at(model * outputs + k, c)] = values[from + k * columns + c];
            }
        }
    }

    /** Goes on from a step that was made earlier. */
    void goOnFrom(int step, int[] lastTouched) {
        steps.set(step);
        System.arraycopy(lastTouched, 0, touched, 0, touched.length);
    }
}

package io.brume.algorithms.linear;

import io.brume.algorithms.kernel.Kernels;

/**
 * How a gradient changes weights: stochastic gradient descent with momentum, RMSProp (Tieleman and Hinton 2012) or Adam (Kingma
 * and Ba, https://arxiv.org/abs/1412.6980). L2 regularisation is part of the gradient; L1 is a proximal step, which makes
 * weights exactly 0.
 */
final class Optimizer {
    /** Which. */
    public enum Kind {
        SGD,
        ADAM,
        RMSPROP
    }

    private static final float RMSPROP_DECAY = 0.9f;
    private static final float EPSILON = 1e-8f;

    private final Kind kind;
    private final float beta1;
    private final float beta2;

    Optimizer(LinearLearnerHyperparameters settings) {
        kind = settings.optimizer().orElse(Kind.ADAM);
        beta1 = (float)
                (kind == Kind.SGD
                        ? settings.momentum().orElse(0.9)
                        : settings.beta1().orElse(0.9));
        beta2 = (float) settings.beta2().orElse(0.999);
    }

    Kind kind() {
        return kind;
    }

    /**
     * One step of one output.
     *
     * @param rate the learning rate, Adam's corrections for moments that began at 0 included
     * @param l2 the weight decay
     */
    record Step(float rate, float l2, float l1) {}

    /** @param number of the step, from 1 */
    Step step(double learningRate, double l2, double l1, int number) {
        double rate = learningRate;
        if (kind == Kind.ADAM) {
            rate *= Math.sqrt(1 - Math.pow(beta2, number)) / (1 - Math.pow(beta1, number));
        }
        return new Step((float) rate, (float) l2, (float) l1);
    }

    /** Steps along {@code n} weights and their gradients, which lie at the same places. */
    void all(float[] w, float[] m, float[] v, float[] g, int from, int n, Step step) {
        switch (kind) {
            case SGD -> {
                for (int i = from; i < from + n; i++) {
                    m[i] = beta1 * m[i] + (g[i] + step.l2 * w[i]);
                    w[i] -= step.rate * m[i];
                }
            }
            case ADAM -> Kernels.adam(w, m, v, from, g, from, n, beta1, beta2, step.rate, EPSILON, step.l2);
            case RMSPROP -> {
                for (int i = from; i < from + n; i++) {
                    float slope = g[i] + step.l2 * w[i];
                    v[i] = RMSPROP_DECAY * v[i] + (1 - RMSPROP_DECAY) * slope * slope;
                    w[i] -= step.rate * slope / ((float) Math.sqrt(v[i]) + EPSILON);
                }
            }
        }
        if (step.l1 > 0) {
            for (int i = from; i < from + n; i++) {
                w[i] = shrunk(w[i], v[i], step, 1);
            }
        }
    }

    /**
     * Steps along weight {@code i}.
     *
     * @param gap how many steps regularisation has to make up for, since a weight is only touched where its feature occurs
     */
    void one(float[] w, float[] m, float[] v, int i, float gradient, float gap, Step step) {
        float slope = gradient + gap * step.l2 * w[i];
        switch (kind) {
            case SGD -> {
                m[i] = beta1 * m[i] + slope;
                w[i] -= step.rate * m[i];
            }
            case ADAM -> {
                m[i] = beta1 * m[i] + (1 - beta1) * slope;
                v[i] = beta2 * v[i] + (1 - beta2) * slope * slope;
                w[i] -= step.rate * m[i] / ((float) Math.sqrt(v[i]) + EPSILON);
            }
            case RMSPROP -> {
                v[i] = RMSPROP_DECAY * v[i] + (1 - RMSPROP_DECAY) * slope * slope;
                w[i] -= step.rate * slope / ((float) Math.sqrt(v[i]) + EPSILON);
            }
        }
        if (step.l1 > 0) {
            w[i] = shrunk(w[i], v[i], step, gap);
        }
    }

    private float shrunk(float weight, float moment, Step step, float gap) {
        float rate = kind == Kind.SGD ? step.rate / (1 - beta1) : step.rate / ((float) Math.sqrt(moment) + EPSILON);
        return Math.copySign(Math.max(0, Math.abs(weight) - gap * rate * step.l1), weight);
    }
}

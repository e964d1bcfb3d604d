package io.brume.algorithms.ipinsights;

/**
 * Numbers that are learnt, and what Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015) remembers of
 * their gradients. Rows that a step does not touch stay as they are, moments and all, which is usual for embeddings.
 */
final class Adam {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    final float[] values;
    private final float[] first;
    private final float[] second;

    Adam(float[] values) {
        this.values = values;
        first = new float[values.length];
        second = new float[values.length];
    }

    /**
     * A step for some of the numbers.
     *
     * @param step counted from 1
     * @param decay times a number is added to its gradient
     */
    void step(int from, float[] gradient, int gradientFrom, int count, double rate, double decay, int step) {
        float size = (float) (rate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step)));
        float l2 = (float) decay;
        for (int i = 0; i < count; i++) {
            float g = gradient[gradientFrom + i] + l2 * values[from + i];
            float m = BETA1 * first[from + i] + (1 - BETA1) * g;
            float v = BETA2 * second[from + i] + (1 - BETA2) * g * g;
            first[from + i] = m;
            second[from + i] = v;
            values[from + i] -= size * m / ((float) Math.sqrt(v) + EPSILON);
        }
    }
}

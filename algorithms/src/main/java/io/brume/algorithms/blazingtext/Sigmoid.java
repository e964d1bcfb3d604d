package io.brume.algorithms.blazingtext;

/** The logistic function from a table, 0 and 1 beyond ±8; off by less than 0.002. */
final class Sigmoid {
    private static final int LIMIT = 8;
    private static final int STEPS = 64;
    private static final float[] TABLE = new float[2 * LIMIT * STEPS + 1];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            TABLE[i] = (float) (1 / (1 + Math.exp(LIMIT - (i + 0.5) / STEPS)));
        }
    }

    private Sigmoid() {}

    static float of(float x) {
        return x < -LIMIT ? 0 : x >= LIMIT ? 1 : TABLE[(int) ((x + LIMIT) * STEPS)];
    }
}

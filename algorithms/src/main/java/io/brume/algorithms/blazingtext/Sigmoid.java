package io.brume.algorithms.blazingtext;

/** The logistic function from a table, 0 and 1 beyond ±8; off by less than 0.002. */
final class Sigmoid {
    private static final int LIMIT = 8;
    private static final int STEPS = 64;
    /** Where the fraction comes nearest to 1. */
    private static final float BEYOND = 9.8f;

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

    /**
     * Puts the logistic function of numbers in their place, off by less than 0.0001: half of 1 + tanh(x / 2), by Lambert's continued
     * fraction for tanh. Without branches and tables, so that vector instructions can do it.
     */
    static void of(float[] x, int count) {
        for (int i = 0; i < count; i++) {
            float half = 0.5f * Math.max(-BEYOND, Math.min(BEYOND, x[i]));
            float square = half * half;
            float above = half * (135135 + square * (17325 + square * (378 + square)));
            float below = 135135 + square * (62370 + square * (3150 + square * 28));
            x[i] = 0.5f + 0.5f * (above / below);
        }
    }
}

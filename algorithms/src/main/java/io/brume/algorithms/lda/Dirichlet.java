package io.brume.algorithms.lda;

/** The Dirichlet distribution that counts were drawn from. */
final class Dirichlet {
    private static final float LEAST = 1e-5f;
    private static final double PART = 0.1;

    private Dirichlet() {}

    /**
     * Minka's fixed-point steps for the parameters of a Dirichlet-multinomial (T. Minka, "Estimating a Dirichlet distribution",
     * 2000, equation 55).
     *
     * @param counts expected counts of each document's topics
     * @param totals their sums
     * @param alpha the parameters, which are changed
     */
    static void fit(float[][] counts, float[] totals, float[] alpha, int steps) {
        for (int step = 0; step < steps; step++) {
            double sum = 0;
            for (float a : alpha) {
                sum += a;
            }
            double below = 0;
            double ofSum = digamma(sum);
            for (float total : totals) {
                below += digamma(total + sum) - ofSum;
            }
            if (!(below > 0)) {
                return;
            }
            for (int k = 0; k < alpha.length; k++) {
                double above = 0;
                double own = digamma(alpha[k]);
                for (float[] document : counts) {
                    if (document[k] > 1e-4f) {
                        above += digamma(document[k] + alpha[k]) - own;
                    }
                }
                alpha[k] = (float) Math.max(LEAST, alpha[k] * above / below);
            }
            raise(alpha);
        }
    }

    /** Keeps each at least this part of the mean: one that is 0 once could never grow again. */
    private static void raise(float[] alpha) {
        double sum = 0;
        for (float a : alpha) {
            sum += a;
        }
        for (int k = 0; k < alpha.length; k++) {
            alpha[k] = (float) Math.max(alpha[k], PART * sum / alpha.length);
        }
    }

    /** The derivative of ln Γ, for positive numbers. */
    static double digamma(double x) {
        double shifted = x;
        double result = 0;
        while (shifted < 6) {
            result -= 1 / shifted;
            shifted++;
        }
        double square = 1 / (shifted * shifted);
        return result
                + Math.log(shifted)
                - 0.5 / shifted
                - square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square / 240)));
    }
}

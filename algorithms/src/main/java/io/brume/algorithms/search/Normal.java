package io.brume.algorithms.search;

/**
 * The standard normal distribution, exact far out in its tails, where expected improvements are compared that are too small
 * for a double.
 *
 * <p>{@code h(z) = φ(z) + z·Φ(z)} is the expected improvement of a value with variance 1 that lies z below the best one. In
 * the tail it comes from the continued fraction of Mills' ratio, as S. Ament et al., "Unexpected Improvements to Expected
 * Improvement for Bayesian Optimization" (NeurIPS 2023) have it from an expansion.
 */
final class Normal {
    private static final double LOG_ROOT_2_PI = 0.5 * Math.log(2 * Math.PI);

    private Normal() {}

    static double logDensity(double z) {
        return -z * z / 2 - LOG_ROOT_2_PI;
    }

    static double cumulative(double z) {
        if (z < -1) {
            return Math.exp(logDensity(z)) / (-z + fraction(-z));
        } else if (z > 1) {
            return 1 - cumulative(-z);
        }
        double term = z;
        double sum = z;
        for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + Math.exp(logDensity(z)) * sum;
    }

    /** log h(z). */
    static double logImprovement(double z) {
        if (z < -1) {
            double c = fraction(-z);
            return logDensity(z) + Math.log(c / (-z + c));
        }
        return Math.log(Math.exp(logDensity(z)) + z * cumulative(z));
    }

    /** The derivative of log h(z): Φ(z) / h(z). */
    static double improvementSlope(double z) {
        return z < -1 ? 1 / fraction(-z) : cumulative(z) / (Math.exp(logDensity(z)) + z * cumulative(z));
    }

    /** 1/(t + 2/(t + 3/(t + ...))), for t of at least 1: Φ(-t) = φ(t) / (t + this). */
    private static double fraction(double t) {
        double value = t;
        for (int i = 40 + (int) (300 / (t * t)); i >= 2; i--) {
            value = t + i / value;
        }
        return 1 / value;
    }
}

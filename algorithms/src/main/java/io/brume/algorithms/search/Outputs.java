package io.brume.algorithms.search;

import java.util.Arrays;

/**
 * Makes the values of one objective look normally distributed, with mean 0 and variance 1, since a Gaussian process takes them
 * so: by Yeo's and Johnson's power transformation with the most likely power, after values have been standardised. A loss that
 * is a thousand times worse somewhere then no longer hides the differences among good ones.
 *
 * <p>I. Yeo, R. Johnson, "A new family of power transformations to improve normality or symmetry" (Biometrika, 2000); A.
 * Cowen-Rivers et al., "HEBO: Pushing The Limits of Sample-Efficient Hyper-parameter Optimisation" (JAIR, 2022).
 */
final class Outputs {
    private static final double LEAST_POWER = -2;
    private static final double GREATEST_POWER = 4;

    private Outputs() {}

    static double[] normalized(double[] values) {
        double[] standard = standardized(values);
        double low = LEAST_POWER;
        double high = GREATEST_POWER;
        double golden = (Math.sqrt(5) - 1) / 2;
        while (high - low > 0.01) {
            double first = high - golden * (high - low);
            double second = low + golden * (high - low);
            if (likelihood(standard, first) > likelihood(standard, second)) {
                high = second;
            } else {
                low = first;
            }
        }
        return standardized(transformed(standard, (low + high) / 2));
    }

    /** Values that are all the same become 0. */
    static double[] standardized(double[] values) {
        // Halves, so that the sum of the largest doubles is finite.
        double scale = Arrays.stream(values).map(Math::abs).max().orElse(0);
        if (scale == 0) {
            return new double[values.length];
        }
        double[] scaled = Arrays.stream(values).map(v -> v / scale).toArray();
        double mean = Arrays.stream(scaled).average().orElse(0);
        double deviation = Math.sqrt(Arrays.stream(scaled)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0));
        return deviation < 1e-12
                ? new double[values.length]
                : Arrays.stream(scaled).map(v -> (v - mean) / deviation).toArray();
    }

    private static double[] transformed(double[] values, double power) {
        return Arrays.stream(values).map(v -> yeoJohnson(v, power)).toArray();
    }

    private static double yeoJohnson(double v, double power) {
        if (v >= 0) {
            return Math.abs(power) < 1e-6 ? Math.log1p(v) : Math.expm1(power * Math.log1p(v)) / power;
        }
        double other = 2 - power;
        return Math.abs(other) < 1e-6 ? -Math.log1p(-v) : -Math.expm1(other * Math.log1p(-v)) / other;
    }

    /** The logarithm of the likelihood of a power, but for a constant. */
    private static double likelihood(double[] values, double power) {
        double[] transformed = transformed(values, power);
        double mean = Arrays.stream(transformed).average().orElse(0);
        double variance = Arrays.stream(transformed)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0);
        double stretch = 0;
        for (double v : values) {
            stretch += Math.signum(v) * Math.log1p(Math.abs(v));
        }
        return -values.length / 2.0 * Math.log(variance + 1e-300) + (power - 1) * stretch;
    }
}

package io.brume.algorithms.search;

import java.util.Arrays;

/**
 * What observations say about the costs of other configurations: a mean and a variance for each. Rasmussen and Williams,
 * algorithm 2.1.
 */
final class GaussianProcess {
    private final Observations observations;
    private final Covariance covariance;
    private final Cholesky cholesky;
    /** K⁻¹·y. */
    private final double[] alpha;

    GaussianProcess(Observations observations, Covariance covariance) {
        this.observations = observations;
        this.covariance = covariance;
        cholesky = Cholesky.withJitter(covariance.matrix(observations));
        alpha = cholesky.solve(observations.values());
    }

    Observations observations() {
        return observations;
    }

    /** The expected cost. */
    double mean(double[] point) {
        return dot(covariances(point), alpha);
    }

    /** The least expected cost among the configurations of the task that is searched, or of all where it has none yet. */
    double best() {
        double best = Double.POSITIVE_INFINITY;
        double bestOfAll = Double.POSITIVE_INFINITY;
        for (int i = 0; i < observations.size(); i++) {
            double mean = mean(observations.points()[i]);
            bestOfAll = Math.min(bestOfAll, mean);
            best = observations.tasks()[i] == 0 ? Math.min(best, mean) : best;
        }
        return Double.isInfinite(best) ? bestOfAll : best;
    }

    /** The logarithm of how much less than {@code best} a cost is expected to be, where it is less. */
    double logExpectedImprovement(double[] point, double best) {
        double[] k = covariances(point);
        double deviation = deviation(cholesky.forward(k));
        return Math.log(deviation) + Normal.logImprovement((best - dot(k, alpha)) / deviation);
    }

    /** The same with its derivative by each coordinate. */
    double logExpectedImprovement(double[] point, double best, double[] gradient) {
        double[] k = covariances(point);
        double[] half = cholesky.forward(k);
        double deviation = deviation(half);
        double z = (best - dot(k, alpha)) / deviation;
        double slope = Normal.improvementSlope(z);
        double[] solved = cholesky.backward(half);
        Arrays.fill(gradient, 0);
        for (int i = 0; i < k.length; i++) {
            double[] other = observations.points()[i];
            // d mean = α·dk and d deviation = -K⁻¹k·dk / deviation.
            double share = -slope * alpha[i] / deviation - (1 - z * slope) * solved[i] / (deviation * deviation);
            double factor = share * likeness(i) * covariance.slope(point, other);
            for (int c = 0; c < point.length; c++) {
                double length = covariance.lengthScales()[covariance.owners()[c]];
                gradient[c] -= factor * (point[c] - other[c]) / (length * length);
            }
        }
        return Math.log(deviation) + Normal.logImprovement(z);
    }

    private double[] covariances(double[] point) {
        var k = new double[observations.size()];
        for (int i = 0; i < k.length; i++) {
            k[i] = likeness(i) * covariance.between(point, observations.points()[i]);
        }
        return k;
    }

    private double likeness(int observation) {
        return observations.tasks()[observation] == 0 ? 1 : covariance.likeness();
    }

    private double deviation(double[] half) {
        return Math.sqrt(Math.max(covariance.variance() - dot(half, half), 1e-12 * covariance.variance()));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

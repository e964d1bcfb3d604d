package io.brume.algorithms.search;

/**
 * How alike the costs of two configurations are: Matérn's function with smoothness 5/2, a length scale for each parameter,
 * times a factor where the two are from different tasks.
 *
 * <p>C. Rasmussen, C. Williams, "Gaussian Processes for Machine Learning" (2006), equation 4.17; K. Swersky, J. Snoek, R. Adams,
 * "Multi-Task Bayesian Optimization" (NIPS 2013) for the factor.
 *
 * @param owners for each coordinate, the parameter whose length scale it has
 * @param likeness of costs of different tasks, 0 to 1
 */
record Covariance(int[] owners, double[] lengthScales, double variance, double noise, double likeness) {
    static final double ROOT_5 = Math.sqrt(5);

    /** The variance of a cost's noise and the covariances of all, lower triangle. */
    double[][] matrix(Observations observations) {
        int n = observations.size();
        var matrix = new double[n][];
        for (int i = 0; i < n; i++) {
            matrix[i] = new double[i + 1];
            for (int j = 0; j < i; j++) {
                double factor = observations.tasks()[i] == observations.tasks()[j] ? 1 : likeness;
                matrix[i][j] =
                        factor * between(observations.points()[i], observations.points()[j]);
            }
            matrix[i][i] = variance + (i < n - observations.certain() ? noise : Math.min(noise, 1e-6 * variance));
        }
        return matrix;
    }

    double between(double[] a, double[] b) {
        double r = ROOT_5 * Math.sqrt(squaredDistance(a, b));
        return variance * (1 + r + r * r / 3) * Math.exp(-r);
    }

    /** What the derivative by a coordinate of a is a multiple of: -(a - b) / lengthScale² times this. */
    double slope(double[] a, double[] b) {
        double r = ROOT_5 * Math.sqrt(squaredDistance(a, b));
        return variance * 5 / 3 * (1 + r) * Math.exp(-r);
    }

    private double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (a[i] - b[i]) / lengthScales[owners[i]];
            sum += difference * difference;
        }
        return sum;
    }
}

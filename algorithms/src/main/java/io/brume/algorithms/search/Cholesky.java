package io.brume.algorithms.search;

import org.jspecify.annotations.Nullable;

/**
 * The factor L of a symmetric positive definite matrix K = L·Lᵀ, row by row, without what is above the diagonal; n³/6
 * multiplications.
 */
record Cholesky(double[][] factor) {
    /** Of the lower triangle; null where the matrix is not positive definite. */
    static @Nullable Cholesky of(double[][] lower) {
        int n = lower.length;
        var factor = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] row = factor[i] = new double[i + 1];
            double square = lower[i][i];
            for (int j = 0; j < i; j++) {
                double[] other = factor[j];
                row[j] = (lower[i][j] - dot(row, other, j)) / other[j];
                square -= row[j] * row[j];
            }
            if (!(square > 0)) {
                return null;
            }
            row[i] = Math.sqrt(square);
        }
        return new Cholesky(factor);
    }

    /** Adds to the diagonal, ten times more each time, until the matrix can be factored. */
    static Cholesky withJitter(double[][] lower) {
        double largest = 0;
        for (int i = 0; i < lower.length; i++) {
            largest = Math.max(largest, lower[i][i]);
        }
        double added = 0;
        for (double jitter = 1e-12; jitter < 1; jitter *= 10) {
            Cholesky found = of(lower);
            if (found != null) {
                return found;
            }
            for (int i = 0; i < lower.length; i++) {
                lower[i][i] += jitter * largest - added;
            }
            added = jitter * largest;
        }
        throw new IllegalStateException("the covariances are not finite");
    }

    int size() {
        return factor.length;
    }

    /** L⁻¹·b. */
    double[] forward(double[] b) {
        var x = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            x[i] = (b[i] - dot(factor[i], x, i)) / factor[i][i];
        }
        return x;
    }

    /** L⁻ᵀ·b. */
    double[] backward(double[] b) {
        double[] x = b.clone();
        for (int i = b.length - 1; i >= 0; i--) {
            double[] row = factor[i];
            x[i] /= row[i];
            for (int j = 0; j < i; j++) {
                x[j] -= x[i] * row[j];
            }
        }
        return x;
    }

    /** K⁻¹·b. */
    double[] solve(double[] b) {
        return backward(forward(b));
    }

    /** Half of log det K. */
    double halfLogDeterminant() {
        double sum = 0;
        for (int i = 0; i < factor.length; i++) {
            sum += Math.log(factor[i][i]);
        }
        return sum;
    }

    /** The lower triangle of K⁻¹. */
    double[][] inverse() {
        int n = factor.length;
        // Row j of the upper triangle is column j of L⁻¹.
        var columns = new double[n][n];
        for (int j = 0; j < n; j++) {
            double[] column = columns[j];
            column[j] = 1 / factor[j][j];
            for (int i = j + 1; i < n; i++) {
                double[] row = factor[i];
                double sum = 0;
                for (int k = j; k < i; k++) {
                    sum += row[k] * column[k];
                }
                column[i] = -sum / row[i];
            }
        }
        var inverse = new double[n][];
        for (int i = 0; i < n; i++) {
            inverse[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = i; k < n; k++) {
                    sum += columns[i][k] * columns[j][k];
                }
                inverse[i][j] = sum;
            }
        }
        return inverse;
    }

    private static double dot(double[] a, double[] b, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

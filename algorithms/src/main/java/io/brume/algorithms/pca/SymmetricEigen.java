package io.brume.algorithms.pca;

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder's reflections make it tridiagonal, implicit QL rotations
 * diagonal. Golub and Van Loan, "Matrix Computations", 4th edition, 8.3. Everything goes along rows, which the compiler turns into
 * vector instructions. Takes time by the cube of n.
 */
final class SymmetricEigen {
    private static final int MOST_ROTATIONS = 60;

    private final int n;
    private final double[] diagonal;
    private final double[] beside;
    /** First the matrix, later Householder's vectors. */
    private final double[][] a;
    /** An eigenvector a row. */
    private final double[][] vectors;

    /** @param matrix which is overwritten; only its lower triangle is looked at */
    SymmetricEigen(double[][] matrix) {
        a = matrix;
        n = matrix.length;
        diagonal = new double[n];
        beside = new double[n];
        vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                a[i][j] = a[j][i];
            }
        }
        reflect();
        rotate();
        sort();
    }

    /** From the largest on. */
    double value(int i) {
        return diagonal[i];
    }

    /** The vector of {@link #value}, of length 1. */
    double[] vector(int i) {
        return vectors[i];
    }

    /** A = Q T Qᵀ: diagonal and beside become T, the rows of vectors Qᵀ. */
    private void reflect() {
        var v = new double[n][];
        for (int k = 0; k < n - 2; k++) {
            v[k] = reflection(k);
            if (v[k].length > 0) {
                apply(v[k], k + 1);
            }
        }
        for (int i = 0; i < n; i++) {
            diagonal[i] = a[i][i];
        }
        if (n > 1) {
            beside[n - 2] = a[n - 1][n - 2];
        }
        accumulate(v);
    }

    /** The unit vector u for which I - 2 u uᵀ makes column k zero below the entry beside the diagonal; empty where it is. */
    private double[] reflection(int k) {
        double scale = 0;
        for (int i = k + 2; i < n; i++) {
            scale = Math.max(scale, Math.abs(a[k][i]));
        }
        if (scale == 0) {
            beside[k] = a[k][k + 1];
            return new double[0];
        }
        scale = Math.max(scale, Math.abs(a[k][k + 1]));
        var u = new double[n - k - 1];
        double squares = 0;
        for (int i = 0; i < u.length; i++) {
            u[i] = a[k][k + 1 + i] / scale;
            squares += u[i] * u[i];
        }
        double length = Math.sqrt(squares);
        double first = u[0];
        double mirrored = first > 0 ? -length : length;
        beside[k] = mirrored * scale;
        u[0] = first - mirrored;
        double norm = Math.sqrt(squares - first * first + u[0] * u[0]);
        for (int i = 0; i < u.length; i++) {
            u[i] /= norm;
        }
        return u;
    }

    /** The trailing matrix becomes (I - 2uuᵀ) A (I - 2uuᵀ) = A - u wᵀ - w uᵀ with w = 2 (Au - (uᵀAu) u). */
    private void apply(double[] u, int from) {
        int m = u.length;
        var w = new double[m];
        for (int i = 0; i < m; i++) {
            addScaled(u[i], a[from + i], from, w, m);
        }
        double inner = 0;
        for (int i = 0; i < m; i++) {
            inner += u[i] * w[i];
        }
        for (int i = 0; i < m; i++) {
            w[i] = 2 * (w[i] - inner * u[i]);
        }
        for (int i = 0; i < m; i++) {
            double[] row = a[from + i];
            double ui = u[i];
            double wi = w[i];
            for (int j = 0; j < m; j++) {
                row[from + j] -= ui * w[j] + wi * u[j];
            }
        }
    }

    private static void addScaled(double factor, double[] x, int from, double[] y, int n) {
        for (int j = 0; j < n; j++) {
            y[j] += factor * x[from + j];
        }
    }

    /** Q = H0 H1 ..., from the last on, which touches the least. */
    private void accumulate(double[][] reflections) {
        var q = new double[n][n];
        for (int i = 0; i < n; i++) {
            q[i][i] = 1;
        }
        for (int k = n - 3; k >= 0; k--) {
            double[] u = reflections[k];
            int from = k + 1;
            var sums = new double[u.length];
            for (int i = 0; i < u.length; i++) {
                addScaled(u[i], q[from + i], from, sums, u.length);
            }
            for (int i = 0; i < u.length; i++) {
                double[] row = q[from + i];
                double factor = 2 * u[i];
                for (int j = 0; j < sums.length; j++) {
                    row[from + j] -= factor * sums[j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                vectors[j][i] = q[i][j];
            }
        }
    }

    /** Rotates the entries beside the diagonal away, one eigenvalue after the other. */
    private void rotate() {
        for (int low = 0; low < n; low++) {
            for (int i = 0; ; i++) {
                int high = low;
                while (high < n - 1 && !negligible(high)) {
                    high++;
                }
                if (high == low) {
                    break;
                } else if (i == MOST_ROTATIONS) {
                    throw new IllegalStateException("the eigenvalues do not converge");
                }
                step(low, high);
            }
        }
    }

    private boolean negligible(int i) {
        double around = Math.abs(diagonal[i]) + Math.abs(diagonal[i + 1]);
        return Math.abs(beside[i]) <= Math.ulp(1.0) * around || Math.abs(beside[i]) < Double.MIN_NORMAL;
    }

    /** One implicit QL step with Wilkinson's shift on rows low to high. */
    private void step(int low, int high) {
        double half = (diagonal[low + 1] - diagonal[low]) / (2 * beside[low]);
        double root = Math.hypot(half, 1);
        double shift = diagonal[low] - beside[low] / (half + Math.copySign(root, half));
        double bulge = diagonal[high] - shift;
        double sine = 1;
        double cosine = 1;
        double moved = 0;
        for (int i = high - 1; i >= low; i--) {
            double f = sine * beside[i];
            double b = cosine * beside[i];
            double r = Math.hypot(f, bulge);
            beside[i + 1] = r;
            if (r == 0) {
                diagonal[i + 1] -= moved;
                beside[high] = 0;
                return;
            }
            sine = f / r;
            cosine = bulge / r;
            double g = diagonal[i + 1] - moved;
            double t = (diagonal[i] - g) * sine + 2 * cosine * b;
            moved = sine * t;
            diagonal[i + 1] = g + moved;
            bulge = cosine * t - b;
            turn(vectors[i], vectors[i + 1], sine, cosine);
        }
        diagonal[low] -= moved;
        beside[low] = bulge;
        beside[high] = 0;
    }

    private static void turn(double[] first, double[] second, double sine, double cosine) {
        for (int j = 0; j < first.length; j++) {
            double x = first[j];
            double y = second[j];
            second[j] = sine * x + cosine * y;
            first[j] = cosine * x - sine * y;
        }
    }

    private void sort() {
        for (int i = 0; i < n - 1; i++) {
            int largest = i;
            for (int j = i + 1; j < n; j++) {
                largest = diagonal[j] > diagonal[largest] ? j : largest;
            }
            double value = diagonal[i];
            diagonal[i] = diagonal[largest];
            diagonal[largest] = value;
            double[] vector = vectors[i];
            vectors[i] = vectors[largest];
            vectors[largest] = vector;
        }
    }
}

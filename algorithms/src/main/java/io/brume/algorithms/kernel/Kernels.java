package io.brume.algorithms.kernel;

import java.util.Objects;

/**
 * The one door to vector instructions. Every method says what it computes over {@code n} floats that begin at an offset of an
 * array; bounds are checked once, before the loop. Where the JVM runs without {@code --add-modules jdk.incubator.vector} the
 * scalar twins answer, some four times slower.
 *
 * <p>Sums are taken in another order than one by one, so results differ from scalar ones by rounding.
 */
public final class Kernels {
    private static final Loops LOOPS = choose();

    private Kernels() {}

    private static Loops choose() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return new ScalarLoops();
        }
        return new VectorLoops();
    }

    /** Whether vector instructions are used. */
    public static boolean vectorised() {
        return !(LOOPS instanceof ScalarLoops);
    }

    /** {@code Σ a[i] b[i]}. */
    public static float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
        check(a, aFrom, n);
        check(b, bFrom, n);
        return LOOPS.dot(a, aFrom, b, bFrom, n);
    }

    /** {@code Σ a[i] b[i]} over whole arrays of the same length. */
    public static float dot(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " and " + b.length + " are not the same length");
        }
        return LOOPS.dot(a, 0, b, 0, a.length);
    }

    /** {@code Σ (a[i] - b[i])²}. */
    public static float squaredDistance(float[] a, int aFrom, float[] b, int bFrom, int n) {
        check(a, aFrom, n);
        check(b, bFrom, n);
        return LOOPS.squaredDistance(a, aFrom, b, bFrom, n);
    }

    /** {@code Σ |a[i] - b[i]|}. */
    public static float absoluteDistance(float[] a, int aFrom, float[] b, int bFrom, int n) {
        check(a, aFrom, n);
        check(b, bFrom, n);
        return LOOPS.absoluteDistance(a, aFrom, b, bFrom, n);
    }

    /** {@code y[i] += alpha x[i]}. */
    public static void axpy(float alpha, float[] x, int xFrom, float[] y, int yFrom, int n) {
        check(x, xFrom, n);
        check(y, yFrom, n);
        LOOPS.axpy(alpha, x, xFrom, y, yFrom, n);
    }

    /** {@code y[i] = alpha x[i] + beta y[i]}. */
    public static void axpby(float alpha, float[] x, int xFrom, float beta, float[] y, int yFrom, int n) {
        check(x, xFrom, n);
        check(y, yFrom, n);
        LOOPS.axpby(alpha, x, xFrom, beta, y, yFrom, n);
    }

    /** {@code x[i] *= alpha}. */
    public static void scale(float alpha, float[] x, int xFrom, int n) {
        check(x, xFrom, n);
        LOOPS.scale(alpha, x, xFrom, n);
    }

    /** {@code y[i] *= x[i]}. */
    public static void multiply(float[] x, int xFrom, float[] y, int yFrom, int n) {
        check(x, xFrom, n);
        check(y, yFrom, n);
        LOOPS.multiply(x, xFrom, y, yFrom, n);
    }

    /** {@code Σ x[i]}. */
    public static float sum(float[] x, int xFrom, int n) {
        check(x, xFrom, n);
        return LOOPS.sum(x, xFrom, n);
    }

    /** The largest, negative infinity for none. */
    public static float max(float[] x, int xFrom, int n) {
        check(x, xFrom, n);
        return LOOPS.max(x, xFrom, n);
    }

    /** {@code x[i] = e^x[i]}, to one unit in the last place. */
    public static void exp(float[] x, int xFrom, int n) {
        check(x, xFrom, n);
        LOOPS.exp(x, xFrom, n);
    }

    /** {@code x[i] = 1 / (1 + e^-x[i])}. */
    public static void sigmoid(float[] x, int xFrom, int n) {
        check(x, xFrom, n);
        LOOPS.sigmoid(x, xFrom, n);
    }

    /**
     * A step of Adam (Kingma and Ba, https://arxiv.org/abs/1412.6980) for {@code n} weights from {@code from}, whose gradients lie
     * from {@code gFrom}, with L2 regularisation: {@code g += l2 w; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²;
     * w -= rate m / (√v + epsilon)}.
     */
    public static void adam(
            float[] w,
            float[] m,
            float[] v,
            int from,
            float[] g,
            int gFrom,
            int n,
            float beta1,
            float beta2,
            float rate,
            float epsilon,
            float l2) {
        check(w, from, n);
        check(m, from, n);
        check(v, from, n);
        check(g, gFrom, n);
        LOOPS.adam(w, m, v, from, g, gFrom, n, beta1, beta2, rate, epsilon, l2);
    }

    /**
     * A weighted sum of rows: {@code y[yFrom + j] += Σ_r a[aFrom + r aStep] x[xFrom + r xStride + j]} for {@code j < n} and
     * {@code r < rows}, which is a column of Aᵀ X.
     */
    public static void combine(
            float[] a, int aFrom, int aStep, int rows, float[] x, int xFrom, int xStride, float[] y, int yFrom, int n) {
        if (rows > 0) {
            check(a, aFrom, Math.toIntExact((rows - 1L) * aStep + 1));
        }
        checkRows(x, xFrom, xStride, rows, n);
        check(y, yFrom, n);
        LOOPS.combine(a, aFrom, aStep, rows, x, xFrom, xStride, y, yFrom, n);
    }

    /** How far a point is outside a box, dimension by dimension: {@code Σ max(0, low[i] - x[i]) + max(0, x[i] - high[i])}. */
    public static float outside(float[] x, int xFrom, float[] low, int lowFrom, float[] high, int highFrom, int n) {
        check(x, xFrom, n);
        check(low, lowFrom, n);
        check(high, highFrom, n);
        return LOOPS.outside(x, xFrom, low, lowFrom, high, highFrom, n);
    }

    /** {@code Σ values[i] dense[denseFrom + indices[i]]} for {@code i} from {@code from} to {@code to}. */
    public static float sparseDot(int[] indices, float[] values, int from, int to, float[] dense, int denseFrom) {
        Objects.checkFromToIndex(from, to, Math.min(indices.length, values.length));
        // A gather is no faster than these loads; four sums keep the additions from waiting for one another.
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            a += values[i] * dense[denseFrom + indices[i]];
            b += values[i + 1] * dense[denseFrom + indices[i + 1]];
            c += values[i + 2] * dense[denseFrom + indices[i + 2]];
            d += values[i + 3] * dense[denseFrom + indices[i + 3]];
        }
        for (; i < to; i++) {
            a += values[i] * dense[denseFrom + indices[i]];
        }
        return a + b + (c + d);
    }

    /** {@code dense[denseFrom + indices[i]] += alpha values[i]} for {@code i} from {@code from} to {@code to}. */
    public static void sparseAxpy(
            float alpha, int[] indices, float[] values, int from, int to, float[] dense, int denseFrom) {
        Objects.checkFromToIndex(from, to, Math.min(indices.length, values.length));
        for (int i = from; i < to; i++) {
            dense[denseFrom + indices[i]] += alpha * values[i];
        }
    }

    /**
     * Products of every row of A with every row of B: {@code c[cFrom + i cStride + j] = Σ_k a[i][k] b[j][k]}, that is C = A Bᵀ.
     * Row {@code i} of A begins at {@code aFrom + i aStride}, and so on.
     */
    public static void products(
            float[] a,
            int aFrom,
            int aStride,
            int aRows,
            float[] b,
            int bFrom,
            int bStride,
            int bRows,
            int n,
            float[] c,
            int cFrom,
            int cStride) {
        checkRows(a, aFrom, aStride, aRows, n);
        checkRows(b, bFrom, bStride, bRows, n);
        checkRows(c, cFrom, cStride, aRows, bRows);
        LOOPS.products(a, aFrom, aStride, aRows, b, bFrom, bStride, bRows, n, c, cFrom, cStride);
    }

    /**
     * Squared distances between every row of A and every row of B, as {@code |a|² + |b|² - 2 a·b}, not below 0. That loses
     * digits where rows are much closer to one another than to the origin: move their mean there first.
     */
    public static void squaredDistances(
            float[] a,
            int aFrom,
            int aStride,
            int aRows,
            float[] b,
            int bFrom,
            int bStride,
            int bRows,
            int n,
            float[] c,
            int cFrom,
            int cStride) {
        products(a, aFrom, aStride, aRows, b, bFrom, bStride, bRows, n, c, cFrom, cStride);
        var norms = new float[bRows];
        for (int j = 0; j < bRows; j++) {
            int row = bFrom + j * bStride;
            norms[j] = LOOPS.dot(b, row, b, row, n);
        }
        for (int i = 0; i < aRows; i++) {
            int row = aFrom + i * aStride;
            float norm = LOOPS.dot(a, row, a, row, n);
            int out = cFrom + i * cStride;
            for (int j = 0; j < bRows; j++) {
                c[out + j] = Math.max(0, norm + norms[j] - 2 * c[out + j]);
            }
        }
    }

    /** {@code 1 / (1 + e^-x)}, exact to a float's rounding. */
    public static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    /** {@code ln(1 + e^x)} without overflow. */
    public static float softplus(float x) {
        return (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
    }

    /** Replaces scores by probabilities that sum to 1, without overflow. */
    public static void softmax(float[] x, int xFrom, int n) {
        check(x, xFrom, n);
        float max = LOOPS.max(x, xFrom, n);
        double sum = 0;
        for (int i = xFrom; i < xFrom + n; i++) {
            double value = Math.exp(x[i] - max);
            sum += value;
            x[i] = (float) value;
        }
        LOOPS.scale((float) (1 / sum), x, xFrom, n);
    }

    /** {@code ln Σ e^x[i]} without overflow. */
    public static float logSumExp(float[] x, int xFrom, int n) {
        check(x, xFrom, n);
        float max = LOOPS.max(x, xFrom, n);
        if (Float.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (int i = xFrom; i < xFrom + n; i++) {
            sum += Math.exp(x[i] - max);
        }
        return (float) (max + Math.log(sum));
    }

    private static void check(float[] array, int from, int n) {
        Objects.checkFromIndexSize(from, n, array.length);
    }

    private static void checkRows(float[] array, int from, int stride, int rows, int n) {
        if (rows > 0) {
            long last = from + (long) (rows - 1) * stride;
            if (stride < n || n < 0 || from < 0 || last + n > array.length) {
                throw new IndexOutOfBoundsException(rows + " rows of " + n + " with stride " + stride + " from " + from
                        + " do not fit into " + array.length);
            }
        }
    }
}

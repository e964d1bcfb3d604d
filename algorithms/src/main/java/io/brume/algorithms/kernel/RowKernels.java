package io.brume.algorithms.kernel;

import java.util.Objects;

/**
 * Vector instructions over rows that lie scattered in an array, as embeddings do. A row is named by the index of its first
 * element. {@link Kernels} says when the scalar twins answer. A row that does not lie in its array is an
 * {@link IndexOutOfBoundsException}.
 */
public final class RowKernels {
    private static final RowLoops LOOPS = Kernels.vectorised() ? new VectorRowLoops() : new ScalarRowLoops();

    /** How many rows of {@code out} {@link #exchange} works on at once. */
    public static final int BLOCK = 6;

    private RowKernels() {}

    /** {@code sum[sumFrom + j] = Σ_i matrix[rows[i] + j]} for {@code j < n} and {@code i} from {@code from} to {@code to}. */
    public static void sum(float[] matrix, int[] rows, int from, int to, float[] sum, int sumFrom, int n) {
        Objects.checkFromToIndex(from, to, rows.length);
        Objects.checkFromIndexSize(sumFrom, n, sum.length);
        LOOPS.sum(matrix, rows, from, to, sum, sumFrom, n);
    }

    /** {@code matrix[rows[i] + j] += x[xFrom + j]} for {@code j < n} and {@code i} from {@code from} to {@code to}. */
    public static void add(float[] x, int xFrom, float[] matrix, int[] rows, int from, int to, int n) {
        Objects.checkFromToIndex(from, to, rows.length);
        Objects.checkFromIndexSize(xFrom, n, x.length);
        LOOPS.add(x, xFrom, matrix, rows, from, to, n);
    }

    /**
     * Products of rows: {@code scores[a outCount + b] = Σ_j in[inRows[a] + j] out[outRows[b] + j]}. There must be {@link #room} in
     * {@code scores}: what lies behind the products is changed, too.
     */
    public static void scores(
            float[] in, int[] inRows, int inCount, float[] out, int[] outRows, int outCount, int n, float[] scores) {
        Objects.checkFromIndexSize(0, inCount, inRows.length);
        Objects.checkFromIndexSize(0, outCount, outRows.length);
        Objects.checkFromIndexSize(0, room(inCount, outCount), scores.length);
        LOOPS.scores(in, inRows, inCount, out, outRows, outCount, n, scores);
    }

    /** How many floats {@link #scores} wants to work in: for one row of {@code in} no more than there are products. */
    public static int room(int inCount, int outCount) {
        return Math.multiplyExact(inCount * outCount, inCount > 1 ? 8 : 1);
    }

    /**
     * A step down the gradient of {@link #scores}: row {@code a} of {@code to} gains {@code Σ_b errors[a outCount + b]} times
     * row {@code b} of {@code out}, which in turn gains {@code Σ_a errors[a outCount + b]} times row {@code a} of {@code in},
     * both as they were before. {@code to} may be {@code in}. Rows of {@code out} are taken {@link #BLOCK} at a time, what is
     * left one by one; where {@code to} is {@code in}, later ones meet what earlier ones have changed.
     */
    public static void exchange(
            float[] in,
            int[] inRows,
            int inCount,
            float[] out,
            int[] outRows,
            int outCount,
            int n,
            float[] errors,
            float[] to,
            int[] toRows) {
        Objects.checkFromIndexSize(0, inCount, Math.min(inRows.length, toRows.length));
        Objects.checkFromIndexSize(0, outCount, outRows.length);
        Objects.checkFromIndexSize(0, inCount * outCount, errors.length);
        int b = 0;
        for (; b + BLOCK <= outCount; b += BLOCK) {
            LOOPS.exchangeBlock(in, inRows, inCount, out, outRows, b, outCount, n, errors, to, toRows);
        }
        for (; b < outCount; b++) {
            LOOPS.exchangeOne(in, inRows, inCount, out, outRows[b], b, outCount, n, errors, to, toRows);
        }
    }
}

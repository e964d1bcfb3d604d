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

    /** Products of a row with rows: {@code scores[b] = Σ_j in[inRow + j] out[outRows[b] + j]} for {@code b < count}. */
    public static void scores(float[] in, int inRow, float[] out, int[] outRows, int count, int n, float[] scores) {
        Objects.checkFromIndexSize(inRow, n, in.length);
        Objects.checkFromIndexSize(0, count, Math.min(outRows.length, scores.length));
        int b = 0;
        for (; b + BLOCK <= count; b += BLOCK) {
            LOOPS.scoresBlock(in, inRow, out, outRows, b, n, scores);
        }
        for (; b < count; b++) {
            scores[b] = Kernels.dot(in, inRow, out, outRows[b], n);
        }
    }

    /**
     * A step down the gradient of {@link #scores}: the row of {@code to} gains {@code Σ_b errors[b]} times row {@code b} of
     * {@code out}, which in turn gains {@code errors[b]} times the row of {@code in}, both as they were before; {@code to} may be
     * {@code in}. Rows of {@code out}, of which none must be there twice, are taken {@link #BLOCK} at a time, what is left one by
     * one; where {@code to} is {@code in}, later ones meet what earlier ones have changed.
     */
    public static void exchange(
            float[] in,
            int inRow,
            float[] out,
            int[] outRows,
            int count,
            int n,
            float[] errors,
            float[] to,
            int toRow) {
        Objects.checkFromIndexSize(inRow, n, in.length);
        Objects.checkFromIndexSize(toRow, n, to.length);
        Objects.checkFromIndexSize(0, count, Math.min(outRows.length, errors.length));
        int b = 0;
        for (; b + BLOCK <= count; b += BLOCK) {
            LOOPS.exchangeBlock(in, inRow, out, outRows, b, n, errors, to, toRow);
        }
        for (; b < count; b++) {
            LOOPS.exchange(in, inRow, out, outRows[b], n, errors[b], to, toRow);
        }
    }
}

package io.brume.algorithms.kernel;

import java.util.Arrays;

/** {@link RowLoops} without vector instructions. */
final class ScalarRowLoops implements RowLoops {
    private static final Loops LOOPS = new ScalarLoops();

    @Override
    public void sum(float[] matrix, int[] rows, int from, int to, float[] sum, int sumFrom, int n) {
        Arrays.fill(sum, sumFrom, sumFrom + n, 0);
        for (int i = from; i < to; i++) {
            int row = rows[i];
            for (int j = 0; j < n; j++) {
                sum[sumFrom + j] += matrix[row + j];
            }
        }
    }

    @Override
    public void add(float[] x, int xFrom, float[] matrix, int[] rows, int from, int to, int n) {
        for (int i = from; i < to; i++) {
            int row = rows[i];
            for (int j = 0; j < n; j++) {
                matrix[row + j] += x[xFrom + j];
            }
        }
    }

    @Override
    public void scoresBlock(float[] in, int inRow, float[] out, int[] outRows, int b, int n, float[] scores) {
        for (int k = b; k < b + RowKernels.BLOCK; k++) {
            scores[k] = LOOPS.dot(in, inRow, out, outRows[k], n);
        }
    }

    @Override
    public void exchangeBlock(
            float[] in, int inRow, float[] out, int[] outRows, int b, int n, float[] errors, float[] to, int toRow) {
        exchangeColumns(in, inRow, out, outRows, b, 0, n, errors, to, toRow);
    }

    /** The columns from {@code begin} to {@code end} of a block. */
    static void exchangeColumns(
            float[] in,
            int inRow,
            float[] out,
            int[] outRows,
            int b,
            int begin,
            int end,
            float[] errors,
            float[] to,
            int toRow) {
        for (int j = begin; j < end; j++) {
            float value = in[inRow + j];
            float gain = 0;
            for (int k = b; k < b + RowKernels.BLOCK; k++) {
                float old = out[outRows[k] + j];
                gain += errors[k] * old;
                out[outRows[k] + j] = old + errors[k] * value;
            }
            to[toRow + j] += gain;
        }
    }

    @Override
    public void exchange(float[] in, int inRow, float[] out, int outRow, int n, float error, float[] to, int toRow) {
        exchangeRow(in, inRow, out, outRow, n, error, to, toRow);
    }

    static void exchangeRow(float[] in, int inRow, float[] out, int outRow, int n, float error, float[] to, int toRow) {
        for (int j = 0; j < n; j++) {
            float old = out[outRow + j];
            out[outRow + j] = old + error * in[inRow + j];
            to[toRow + j] += error * old;
        }
    }
}

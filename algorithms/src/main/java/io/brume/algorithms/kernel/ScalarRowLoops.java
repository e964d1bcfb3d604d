package io.brume.algorithms.kernel;

import java.util.Arrays;

/** {@link RowLoops} without vector instructions. */
final class ScalarRowLoops implements RowLoops {
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
    public void scores(
            float[] in, int[] inRows, int inCount, float[] out, int[] outRows, int outCount, int n, float[] scores) {
        for (int a = 0; a < inCount; a++) {
            for (int b = 0; b < outCount; b++) {
                float sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += in[inRows[a] + j] * out[outRows[b] + j];
                }
                scores[a * outCount + b] = sum;
            }
        }
    }

    @Override
    public void exchangeBlock(
            float[] in,
            int[] inRows,
            int inCount,
            float[] out,
            int[] outRows,
            int b,
            int stride,
            int n,
            float[] errors,
            float[] to,
            int[] toRows) {
        exchangeColumns(in, inRows, inCount, out, outRows, b, stride, 0, n, errors, to, toRows);
    }

    /** The columns from {@code begin} to {@code end} of a block. */
    static void exchangeColumns(
            float[] in,
            int[] inRows,
            int inCount,
            float[] out,
            int[] outRows,
            int b,
            int stride,
            int begin,
            int end,
            float[] errors,
            float[] to,
            int[] toRows) {
        var gains = new float[RowKernels.BLOCK];
        for (int j = begin; j < end; j++) {
            Arrays.fill(gains, 0);
            for (int a = 0; a < inCount; a++) {
                float value = in[inRows[a] + j];
                float gain = 0;
                for (int k = 0; k < gains.length; k++) {
                    float error = errors[a * stride + b + k];
                    gain += error * out[outRows[b + k] + j];
                    gains[k] += error * value;
                }
                to[toRows[a] + j] += gain;
            }
            for (int k = 0; k < gains.length; k++) {
                out[outRows[b + k] + j] += gains[k];
            }
        }
    }

    @Override
    public void exchangeOne(
            float[] in,
            int[] inRows,
            int inCount,
            float[] out,
            int row,
            int b,
            int stride,
            int n,
            float[] errors,
            float[] to,
            int[] toRows) {
        exchangeColumn(in, inRows, inCount, out, row, b, stride, 0, n, errors, to, toRows);
    }

    /** The columns from {@code begin} to {@code end} of one row. */
    static void exchangeColumn(
            float[] in,
            int[] inRows,
            int inCount,
            float[] out,
            int row,
            int b,
            int stride,
            int begin,
            int end,
            float[] errors,
            float[] to,
            int[] toRows) {
        for (int j = begin; j < end; j++) {
            float old = out[row + j];
            float gain = 0;
            for (int a = 0; a < inCount; a++) {
                float error = errors[a * stride + b];
                gain += error * in[inRows[a] + j];
                to[toRows[a] + j] += error * old;
            }
            out[row + j] = old + gain;
        }
    }
}

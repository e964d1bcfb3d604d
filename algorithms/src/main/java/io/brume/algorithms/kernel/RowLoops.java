package io.brume.algorithms.kernel;

/** What {@link RowKernels} lets through. */
sealed interface RowLoops permits ScalarRowLoops, VectorRowLoops {
    void sum(float[] matrix, int[] rows, int from, int to, float[] sum, int sumFrom, int n);

    void add(float[] x, int xFrom, float[] matrix, int[] rows, int from, int to, int n);

    void scores(float[] in, int[] inRows, int inCount, float[] out, int[] outRows, int outCount, int n, float[] scores);

    /** The rows {@code b} to {@code b + BLOCK - 1} of out; errors lie at a stride of {@code stride}. */
    void exchangeBlock(
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
            int[] toRows);

    /** The row of out that begins at {@code row}, number {@code b} among the errors. */
    void exchangeOne(
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
            int[] toRows);
}

package io.brume.algorithms.kernel;

/** What {@link RowKernels} lets through. */
sealed interface RowLoops permits ScalarRowLoops, VectorRowLoops {
    void sum(float[] matrix, int[] rows, int from, int to, float[] sum, int sumFrom, int n);

    void add(float[] x, int xFrom, float[] matrix, int[] rows, int from, int to, int n);

    /** The rows {@code b} to {@code b + BLOCK - 1} of out. */
    void scoresBlock(float[] in, int inRow, float[] out, int[] outRows, int b, int n, float[] scores);

    /** The rows {@code b} to {@code b + BLOCK - 1} of out, and as many errors. */
    void exchangeBlock(
            float[] in, int inRow, float[] out, int[] outRows, int b, int n, float[] errors, float[] to, int toRow);

    void exchange(float[] in, int inRow, float[] out, int outRow, int n, float error, float[] to, int toRow);
}

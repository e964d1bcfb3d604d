package io.brume.algorithms.kernel;

/** What {@link MatrixKernels} lets through. Panels are three vectors wide. */
sealed interface MatrixLoops permits ScalarMatrixLoops, VectorMatrixLoops {
    /** What becomes of a sum of products. */
    enum Mode {
        SET,
        ADD,
        /** The column's bias less the sum. */
        SCORE,
        SUBTRACT
    }

    /** Rows that are multiplied at once. */
    int ROWS = 3;

    /**
     * Rows {@code aRows[0]} to {@code aRows[2]}, by where they begin, with the panels {@code fromPanel} to {@code toPanel}, summed
     * over the depths {@code from} to {@code to}; the first {@code rows} of them are written to c from {@code cFrom} on.
     *
     * @param sums room for a panel's width for each of the three rows
     */
    void products(
            float[] a,
            int[] aRows,
            int rows,
            Panels b,
            int fromPanel,
            int toPanel,
            int from,
            int to,
            float[] sums,
            Mode mode,
            float[] c,
            int cFrom,
            int cStride);

    /**
     * Writes the nearest row to each lane of the panel and its squared distance. The panel has a number of each of its rows side by
     * side, one after the other for all columns.
     */
    void nearest(NearestRow rows, float[] panel, float[] winners, float[] distances);

    /** Writes the indices i below n for which {@code c[from + i] < threshold} into out; how many there are. */
    int below(float[] c, int from, int n, float threshold, int[] out);
}

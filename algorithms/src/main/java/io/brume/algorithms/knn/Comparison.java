package io.brume.algorithms.knn;

import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.MatrixKernels;
import io.brume.algorithms.kernel.Panels;
import io.brume.algorithms.knn.KnnHyperparameters.Metric;

/** Compares some queries with some rows, in room that is used again and again. For one thread. */
final class Comparison {
    /** Rows and queries whose scores a core's second cache holds together with the rows. */
    private static final int ROWS = 512 / Panels.WIDTH * Panels.WIDTH;

    private static final int QUERIES = 48;
    /** Fewer queries than these are compared with each row as it is: to pack the rows would cost more. */
    private static final int FEW = 6;

    private final Vectors vectors;
    private final float[] scores = new float[QUERIES * ROWS];
    private final int[] below = new int[ROWS];

    Comparison(Vectors vectors) {
        this.vectors = vectors;
    }

    /**
     * Offers rows to the candidates of queries.
     *
     * @param first row, and {@code end} the one behind the last
     * @param found one for each query; their scores are half the squared distance less half the query's square
     */
    void offer(float[] queries, int from, int stride, int count, int first, int end, Candidates[] found) {
        if (count < FEW) {
            for (int q = 0; q < count; q++) {
                oneByOne(queries, from + q * stride, first, end, found[q]);
            }
            return;
        }
        for (int row = first; row < end; row += ROWS) {
            packed(queries, from, stride, count, row, Math.min(ROWS, end - row), found);
        }
    }

    private void packed(float[] queries, int from, int stride, int count, int row, int some, Candidates[] found) {
        Panels panels = vectors.packed(row, some);
        for (int first = 0; first < count; first += QUERIES) {
            int together = Math.min(QUERIES, count - first);
            MatrixKernels.scores(queries, from + first * stride, stride, together, panels, scores, 0, ROWS);
            for (int q = 0; q < together; q++) {
                Candidates best = found[first + q];
                int taken = MatrixKernels.below(scores, q * ROWS, some, best.limit(), below);
                for (int i = 0; i < taken; i++) {
                    best.offer(row + below[i], scores[q * ROWS + below[i]]);
                }
            }
        }
    }

    private void oneByOne(float[] queries, int query, int first, int end, Candidates found) {
        boolean distances = vectors.metric() == Metric.L2;
        float square = Kernels.dot(queries, query, queries, query, vectors.columns());
        for (int row = first; row < end; row++) {
            float score = vectors.score(queries, query, row);
            score = distances ? (score - square) / 2 : score;
            if (score < found.limit()) {
                found.offer(row, score);
            }
        }
    }
}

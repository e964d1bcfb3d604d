package io.brume.algorithms.knn;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.Panels;
import io.brume.algorithms.knn.KnnHyperparameters.Metric;

/**
 * The rows that are kept, at a stride, as they are compared: of length 1 for the cosine.
 */
@SuppressWarnings("ArrayRecordComponent")
record Vectors(float[] values, int rows, int columns, int stride, Metric metric) {
    /** How far a query is from a row, the nearer the less: the squared distance, or the product with its sign turned. */
    float score(float[] query, int at, int row) {
        return metric == Metric.L2
                ? Kernels.squaredDistance(query, at, values, row * stride, columns)
                : -Kernels.dot(query, at, values, row * stride, columns);
    }

    /** Rows packed so that less score is nearer. */
    static Panels pack(float[] rows, int from, int stride, int count, int columns, Metric metric) {
        var panels = Panels.ofRows(rows, from, stride, count, columns);
        return metric == Metric.L2 ? panels.withHalfSquares() : panels;
    }

    /** The same without the numbers, for an index that keeps others. */
    Vectors described() {
        return new Vectors(new float[0], rows, columns, stride, metric);
    }

    /** The same rows as a batch. */
    DenseBatch batch() {
        return new DenseBatch(rows, columns, stride, values, new float[0], 0);
    }
}

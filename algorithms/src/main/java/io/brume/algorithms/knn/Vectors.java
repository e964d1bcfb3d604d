package io.brume.algorithms.knn;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.Panels;
import io.brume.algorithms.knn.KnnHyperparameters.Metric;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are kept, at a stride, as they are compared: of length 1 for the cosine.
 *
 * @param order which of the rows that were learnt from each is; null where they are in their own order
 */
@SuppressWarnings("ArrayRecordComponent")
record Vectors(float[] values, int rows, int columns, int stride, Metric metric, int @Nullable [] order) {
    /** These in another order, which they are brought into where they lie. */
    Vectors arranged(int[] order) {
        var done = new BitSet(rows);
        var first = new float[stride];
        for (int start = 0; start < rows && values.length > 0; start = done.nextClearBit(start)) {
            // Along a circle of places, each of which takes the row of the next.
            System.arraycopy(values, start * stride, first, 0, stride);
            int place = start;
            for (done.set(start); order[place] != start; place = order[place]) {
                System.arraycopy(values, order[place] * stride, values, place * stride, stride);
                done.set(order[place]);
            }
            System.arraycopy(first, 0, values, place * stride, stride);
        }
        return new Vectors(values, rows, columns, stride, metric, order);
    }

    /** Which of the rows that were learnt from a row is. */
    int number(int row) {
        return order == null ? row : order[row];
    }

    /** How far a query is from a row, the nearer the less: the squared distance, or the product with its sign turned. */
    float score(float[] query, int at, int row) {
        return metric == Metric.L2
                ? Kernels.squaredDistance(query, at, values, row * stride, columns)
                : -Kernels.dot(query, at, values, row * stride, columns);
    }

    /** Some of the rows, packed so that less score is nearer. */
    Panels packed(int first, int count) {
        return pack(values, first * stride, stride, count, columns, metric);
    }

    /** Rows packed so that less score is nearer. */
    static Panels pack(float[] rows, int from, int stride, int count, int columns, Metric metric) {
        var panels = Panels.ofRows(rows, from, stride, count, columns);
        return metric == Metric.L2 ? panels.withHalfSquares() : panels;
    }

    /** The same without the numbers, for an index that keeps others. */
    Vectors described() {
        return new Vectors(new float[0], rows, columns, stride, metric, order);
    }

    /** The same rows as a batch. */
    DenseBatch batch() {
        return new DenseBatch(rows, columns, stride, values, new float[0], 0);
    }
}

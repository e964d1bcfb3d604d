package io.brume.learning.serving;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import java.util.ArrayList;
import java.util.List;

/** Rows as models of others take them, and predictions of the numbers that they answer with. */
final class Rows {

    private Rows() {}

    /** @param columns at least so many, where rows name their columns */
    static DenseBatch dense(Batch batch, int columns) {
        return switch (batch) {
            case DenseBatch dense -> dense;
            case SparseBatch sparse -> sparse.dense(Math.max(sparse.columns(), columns));
            default -> throw new BadDataException("the model takes numbers, and these rows are text");
        };
    }

    /** Some columns, one row after the other. */
    static float[] values(DenseBatch rows, int from, int count) {
        var values = new float[rows.rows() * count];
        for (int r = 0; r < rows.rows(); r++) {
            System.arraycopy(rows.values(), rows.offset(r) + from, values, r * count, count);
        }
        return values;
    }

    /** One number a row is a score, more are a point. */
    static List<Prediction> predictions(float[][] scores) {
        List<Prediction> predictions = new ArrayList<>();
        for (float[] row : scores) {
            predictions.add(row.length == 1 ? new Prediction.Score(row[0]) : new Prediction.Projected(row));
        }
        return predictions;
    }
}

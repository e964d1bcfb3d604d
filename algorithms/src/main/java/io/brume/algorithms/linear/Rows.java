package io.brume.algorithms.linear;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.BatchReader;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.PredictorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A channel's rows in memory: dense ones as {@link MiniBatchBuilder} gathers them, sparse ones as they were given. */
record Rows(String channel, List<Batch> batches, int count, int columns, boolean sparse) {

    /** Reads them, and checks them as far as that can be done without others. */
    static Rows read(String channel, Dataset dataset, LinearLearnerHyperparameters settings, MiniBatchBuilder gathered)
            throws IOException {
        List<Batch> sparse = new ArrayList<>();
        long count = 0;
        int columns = 0;
        try (BatchReader reader = dataset.read()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                if (batch.rows() == 0) {
                    continue;
                } else if (batch instanceof TextBatch) {
                    throw new BadDataException(
                            "the channel \"" + channel + "\" holds text, and the algorithm takes numbers");
                } else if (count > 0 && batch instanceof SparseBatch == sparse.isEmpty()) {
                    throw new BadDataException("the channel \"" + channel + "\" holds dense and sparse rows");
                } else if (batch.labelWidth() != 1) {
                    throw new BadDataException("the rows of the channel \"" + channel + "\" have " + batch.labelWidth()
                            + " labels each, and the algorithm takes one");
                } else if (count + batch.rows() > Integer.MAX_VALUE) {
                    throw new BadDataException(
                            "the channel \"" + channel + "\" has more rows than can be held in memory");
                }
                checkLabels(channel, batch, count, settings);
                if (batch instanceof DenseBatch dense) {
                    gathered.add(dense);
                } else {
                    sparse.add(batch);
                }
                columns = Math.max(columns, batch.columns());
                count += batch.rows();
            }
        }
        if (count == 0) {
            throw new BadDataException("the channel \"" + channel + "\" has no rows");
        }
        return new Rows(channel, sparse.isEmpty() ? gathered.build() : sparse, (int) count, columns, !sparse.isEmpty());
    }

    /** @param number of the row, from 0 */
    static BadDataException wrongWidth(String channel, long number, int width, int features) {
        return BadDataException.atRecord(channel, number + 1, "the row has " + width + " features, not " + features);
    }

    /** @param number of the row, from 0 */
    static BadDataException notFinite(String channel, long number) {
        return BadDataException.atRecord(channel, number + 1, "a feature is NaN or infinite");
    }

    private static void checkLabels(String channel, Batch batch, long before, LinearLearnerHyperparameters settings) {
        int classes = settings.predictorType() == PredictorType.BINARY_CLASSIFIER ? 2 : settings.outputs();
        for (int row = 0; row < batch.rows(); row++) {
            float label = batch.label(row);
            boolean right = settings.regression()
                    ? Float.isFinite(label)
                    : label >= 0 && label < classes && label == (int) label;
            float weight = batch.weight(row);
            if (!right) {
                String wanted = settings.regression() ? "a finite number" : "a whole number from 0 to " + (classes - 1);
                throw BadDataException.atRecord(
                        channel, before + row + 1, "the label must be " + wanted + ", not " + number(label));
            } else if (!(weight >= 0) || Float.isInfinite(weight)) {
                throw BadDataException.atRecord(
                        channel, before + row + 1, "the weight must not be negative, and not " + number(weight));
            }
        }
    }

    private static String number(float value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9f
                ? Integer.toString((int) value)
                : Float.toString(value);
    }

    /** How many rows each class has. */
    long[] classCounts(int classes) {
        var counts = new long[classes];
        for (Batch batch : batches) {
            for (int row = 0; row < batch.rows(); row++) {
                counts[(int) batch.label(row)]++;
            }
        }
        return counts;
    }
}

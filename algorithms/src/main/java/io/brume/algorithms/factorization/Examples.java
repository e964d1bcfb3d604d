package io.brume.algorithms.factorization;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A channel's rows in memory, checked.
 *
 * @param references one for each row: its batch's number above 32 bits and its own below
 * @param entries that are not zero
 */
@SuppressWarnings("ArrayRecordComponent")
record Examples(List<Batch> batches, long[] references, long entries) {
    static Examples read(String channel, Dataset dataset, FactorizationMachinesHyperparameters settings)
            throws IOException {
        List<Batch> batches = dataset.load();
        var looked = new Row();
        long rows = 0;
        long entries = 0;
        for (Batch batch : batches) {
            check(batch, channel, settings.featureDim());
            for (int row = 0; row < batch.rows(); row++) {
                looked.take(batch, row);
                check(looked, channel, ++rows, settings);
                check(batch.label(row), batch.weight(row), channel, rows, settings);
                entries += looked.to - looked.from;
            }
        }
        if (rows == 0) {
            throw new BadDataException("the channel \"" + channel + "\" has no rows");
        }
        var references = new long[Math.toIntExact(rows)];
        int at = 0;
        for (int b = 0; b < batches.size(); b++) {
            for (int row = 0; row < batches.get(b).rows(); row++) {
                references[at++] = (long) b << 32 | row;
            }
        }
        return new Examples(batches, references, entries);
    }

    private static void check(Batch batch, String channel, int columns) {
        if (batch.labelWidth() != 1) {
            throw new BadDataException("the rows of the channel \"" + channel + "\" have " + batch.labelWidth()
                    + " labels each, and the algorithm takes one");
        }
        if (batch instanceof TextBatch) {
            throw new BadDataException("the algorithm takes numbers, and these rows are text");
        } else if (batch instanceof DenseBatch dense && dense.columns() != columns) {
            throw new BadDataException("the rows have " + dense.columns() + " features, and feature_dim is " + columns);
        }
    }

    private static void check(Row row, String channel, long number, FactorizationMachinesHyperparameters settings) {
        for (int i = row.from; i < row.to; i++) {
            if (row.features[i] >= settings.featureDim()) {
                throw BadDataException.atRecord(
                        channel,
                        number,
                        "the feature " + row.features[i] + " is not below feature_dim, " + settings.featureDim());
            } else if (!Float.isFinite(row.values[i])) {
                throw BadDataException.atRecord(channel, number, "a feature is NaN or infinite");
            }
        }
    }

    private static void check(
            float label, float weight, String channel, long number, FactorizationMachinesHyperparameters settings) {
        if (settings.binary() ? label != 0 && label != 1 : !Float.isFinite(label)) {
            String wanted = settings.binary() ? "0 or 1" : "a finite number";
            throw BadDataException.atRecord(channel, number, "the label must be " + wanted + ", not " + label);
        } else if (!(weight >= 0) || Float.isInfinite(weight)) {
            throw BadDataException.atRecord(channel, number, "the weight must not be negative");
        }
    }

    int rows() {
        return references.length;
    }

    private Batch batch(int number) {
        return batches.get((int) (references[number] >>> 32));
    }

    void take(int number, Row row) {
        row.take(batch(number), (int) references[number]);
    }

    float label(int number) {
        return batch(number).label((int) references[number]);
    }

    float weight(int number) {
        return batch(number).weight((int) references[number]);
    }

    /** Puts the rows in an order of chance, which only the seed decides. */
    void shuffle(long seed) {
        var random = new SplittableRandom(seed);
        Arrays.sort(references);
        for (int i = references.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            long swapped = references[i];
            references[i] = references[j];
            references[j] = swapped;
        }
    }

    /** Whether all labels are the same. */
    boolean oneLabel() {
        for (int i = 1; i < rows(); i++) {
            if (label(i) != label(0)) {
                return false;
            }
        }
        return true;
    }
}

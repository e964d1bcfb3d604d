package io.brume.algorithms.factorization;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A channel's rows in memory, checked. A reference to a row is its batch's number above 32 bits and its own below. */
@SuppressWarnings("ArrayRecordComponent")
record Examples(String channel, List<SparseBatch> batches, long[] references) {
    static Examples read(String channel, Dataset dataset, FactorizationMachinesHyperparameters settings)
            throws IOException {
        var batches = new ArrayList<SparseBatch>();
        long rows = 0;
        for (Batch batch : dataset.load()) {
            SparseBatch sparse = sparse(batch, channel, settings.featureDim());
            for (int row = 0; row < sparse.rows(); row++) {
                check(sparse, row, channel, rows + row + 1, settings);
            }
            batches.add(sparse);
            rows += sparse.rows();
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
        return new Examples(channel, List.copyOf(batches), references);
    }

    private static SparseBatch sparse(Batch batch, String channel, int columns) {
        if (batch.labelWidth() != 1) {
            throw new BadDataException("the rows of the channel \"" + channel + "\" have " + batch.labelWidth()
                    + " labels each, and the algorithm takes one");
        }
        return switch (batch) {
            case SparseBatch sparse -> sparse;
            case DenseBatch dense -> {
                if (dense.columns() != columns) {
                    throw new BadDataException(
                            "the rows have " + dense.columns() + " features, and feature_dim is " + columns);
                }
                yield withoutZeros(dense);
            }
            case TextBatch text -> throw new BadDataException("the algorithm takes numbers, and these rows are text");
        };
    }

    static SparseBatch withoutZeros(DenseBatch dense) {
        int size = Math.multiplyExact(dense.rows(), dense.columns());
        var starts = new int[dense.rows() + 1];
        var indices = new int[size];
        var values = new float[size];
        int at = 0;
        for (int row = 0; row < dense.rows(); row++) {
            for (int c = 0; c < dense.columns(); c++) {
                float value = dense.values()[dense.offset(row) + c];
                if (value != 0) {
                    indices[at] = c;
                    values[at++] = value;
                }
            }
            starts[row + 1] = at;
        }
        return new SparseBatch(
                dense.rows(),
                dense.columns(),
                starts,
                Arrays.copyOf(indices, at),
                Arrays.copyOf(values, at),
                dense.labels(),
                dense.labelWidth(),
                dense.weights());
    }

    private static void check(
            SparseBatch batch, int row, String channel, long number, FactorizationMachinesHyperparameters settings) {
        for (int i = batch.starts()[row]; i < batch.starts()[row + 1]; i++) {
            if (batch.indices()[i] >= settings.featureDim()) {
                throw BadDataException.atRecord(
                        channel,
                        number,
                        "the feature " + batch.indices()[i] + " is not below feature_dim, " + settings.featureDim());
            } else if (!Float.isFinite(batch.values()[i])) {
                throw BadDataException.atRecord(channel, number, "a feature is NaN or infinite");
            }
        }
        float label = batch.label(row);
        if (settings.binary() ? label != 0 && label != 1 : !Float.isFinite(label)) {
            String wanted = settings.binary() ? "0 or 1" : "a finite number";
            throw BadDataException.atRecord(channel, number, "the label must be " + wanted + ", not " + label);
        } else if (!(batch.weight(row) >= 0) || Float.isInfinite(batch.weight(row))) {
            throw BadDataException.atRecord(channel, number, "the weight must not be negative");
        }
    }

    int rows() {
        return references.length;
    }

    SparseBatch batch(int number) {
        return batches.get((int) (references[number] >>> 32));
    }

    int row(int number) {
        return (int) references[number];
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
        float first = batch(0).label(row(0));
        for (int i = 1; i < rows(); i++) {
            if (batch(i).label(row(i)) != first) {
                return false;
            }
        }
        return true;
    }
}

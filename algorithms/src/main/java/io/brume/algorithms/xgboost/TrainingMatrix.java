package io.brume.algorithms.xgboost;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Iterator;
import java.util.List;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/** A channel's rows in XGBoost's memory, checked before. */
final class TrainingMatrix implements AutoCloseable {
    private final String channel;
    private final DMatrix matrix;
    private final float[] labels;
    private final int columns;

    private TrainingMatrix(String channel, DMatrix matrix, float[] labels, int columns) {
        this.channel = channel;
        this.matrix = matrix;
        this.labels = labels;
        this.columns = columns;
    }

    /**
     * Reads a channel.
     *
     * @param width how many columns the model has; 0 where the data decides
     */
    static TrainingMatrix read(String channel, Dataset data, XgboostHyperparameters settings, int width, int threads)
            throws IOException, XGBoostError {
        List<Batch> batches = data.load();
        var rows = new RowLabels(channel, batches, settings);
        boolean sparse = batches.stream().anyMatch(SparseBatch.class::isInstance);
        int columns = batches.stream().mapToInt(Batch::columns).max().orElse(0);
        if (columns == 0) {
            throw new BadDataException("the channel \"" + channel + "\" has rows without features");
        } else if (width > 0 && columns != width && !sparse) {
            throw new BadDataException("the rows of the channel \"" + channel + "\" have " + columns
                    + " features, and the model has " + width);
        }
        int kept = width > 0 ? width : columns;
        DMatrix matrix = sparse ? sparse(batches, kept, threads) : dense(batches, rows.count, columns, threads);
        try {
            matrix.setLabel(rows.labels);
            if (rows.weights != null) {
                matrix.setWeight(rows.weights);
            }
            if (settings.objective() == Objective.SURVIVAL_AFT) {
                XgboostLibrary.set(matrix, "label_lower_bound", rows.labels);
                XgboostLibrary.set(matrix, "label_upper_bound", rows.upper == null ? rows.labels : rows.upper);
            }
            return new TrainingMatrix(channel, matrix, rows.labels, kept);
        } catch (XGBoostError | RuntimeException e) {
            matrix.dispose();
            throw e;
        }
    }

    private static DMatrix dense(List<Batch> batches, int rows, int columns, int threads) throws XGBoostError {
        try (var arena = Arena.ofShared()) {
            var memory = arena.allocate(ValueLayout.JAVA_FLOAT, (long) rows * columns);
            long at = 0;
            for (Iterator<Batch> all = batches.iterator(); all.hasNext(); ) {
                var batch = (DenseBatch) all.next();
                for (int r = 0; r < batch.rows(); r++) {
                    copy(batch.values(), batch.offset(r), columns, memory, at);
                    at += columns;
                }
            }
            return XgboostLibrary.dense(memory, rows, columns, threads);
        }
    }

    private static void copy(float[] from, int offset, int count, MemorySegment into, long at) {
        for (int i = 0; i < count; i++) {
            if (Float.isInfinite(from[offset + i])) {
                throw new BadDataException("feature " + i + " of a row is infinite");
            }
        }
        MemorySegment.copy(from, offset, into, ValueLayout.JAVA_FLOAT, at * Float.BYTES, count);
    }

    private static DMatrix sparse(List<Batch> batches, int columns, int threads) throws XGBoostError {
        long rows = 0;
        long entries = 0;
        for (Batch batch : batches) {
            rows += batch.rows();
            entries += batch instanceof SparseBatch some ? some.entries() : (long) batch.rows() * batch.columns();
        }
        try (var arena = Arena.ofShared()) {
            var starts = arena.allocate(ValueLayout.JAVA_LONG, rows + 1);
            var indices = arena.allocate(ValueLayout.JAVA_INT, entries);
            var values = arena.allocate(ValueLayout.JAVA_FLOAT, entries);
            long row = 0;
            long at = 0;
            for (Batch batch : batches) {
                for (int r = 0; r < batch.rows(); r++) {
                    int from = batch instanceof SparseBatch some ? some.starts()[r] : 0;
                    int to = batch instanceof SparseBatch some ? some.starts()[r + 1] : batch.columns();
                    for (int i = from; i < to; i++) {
                        int index = batch instanceof SparseBatch some ? some.indices()[i] : i;
                        float value = batch instanceof DenseBatch full
                                ? full.values()[full.offset(r) + i]
                                : ((SparseBatch) batch).values()[i];
                        // What the model has never seen says nothing.
                        if (index < columns) {
                            if (Float.isInfinite(value)) {
                                throw new BadDataException("feature " + index + " of a row is infinite");
                            }
                            indices.setAtIndex(ValueLayout.JAVA_INT, at, index);
                            values.setAtIndex(ValueLayout.JAVA_FLOAT, at++, value);
                        }
                    }
                    starts.setAtIndex(ValueLayout.JAVA_LONG, ++row, at);
                }
            }
            return XgboostLibrary.sparse(
                    starts,
                    indices.asSlice(0, at * Integer.BYTES),
                    values.asSlice(0, at * Float.BYTES),
                    columns,
                    threads);
        }
    }

    /** Labels and weights of all rows, each found good. */
    private static final class RowLabels {
        final int count;
        final float[] labels;
        /** The last times at which what was waited for may have happened. */
        final float @Nullable [] upper;

        final float @Nullable [] weights;

        RowLabels(String channel, List<Batch> batches, XgboostHyperparameters settings) {
            long rows = 0;
            boolean weighted = false;
            for (Batch batch : batches) {
                if (batch instanceof TextBatch) {
                    throw new BadDataException("the channel \"" + channel + "\" holds text, and XGBoost takes numbers");
                }
                rows += batch.rows();
                weighted |= batch.weights() != null;
            }
            if (rows > Integer.MAX_VALUE - 8) {
                throw new BadDataException("the channel \"" + channel + "\" has more than 2,147,483,639 rows");
            } else if (rows == 0) {
                throw new BadDataException("the channel \"" + channel + "\" has no rows");
            }
            count = (int) rows;
            int width = batches.getFirst().labelWidth();
            boolean bounds = settings.objective() == Objective.SURVIVAL_AFT && width == 2;
            if (width != 1 && !bounds) {
                throw new BadDataException(
                        "the rows of the channel \"" + channel + "\" have " + width + " labels, and XGBoost takes one");
            }
            labels = new float[count];
            upper = bounds ? new float[count] : null;
            weights = weighted ? new float[count] : null;
            int at = 0;
            for (Batch batch : batches) {
                for (int r = 0; r < batch.rows(); r++, at++) {
                    labels[at] = checked(channel, settings, batch.label(r), at);
                    if (upper != null) {
                        upper[at] = upperBound(channel, labels[at], batch.labels()[2 * r + 1], at);
                    }
                    if (weights != null) {
                        weights[at] = weight(channel, batch.weight(r), at);
                    }
                }
            }
        }

        private static float checked(String channel, XgboostHyperparameters settings, float label, int row) {
            var allowed = settings.objective().labels;
            if (!allowed.allow(label, settings.numClass().orElse(2))) {
                throw new BadDataException("row " + (row + 1) + " of the channel \"" + channel + "\" has the label "
                        + label + ", and with " + settings.objective().written() + " it must be " + allowed.sentence);
            }
            return label;
        }

        private static float upperBound(String channel, float lower, float upper, int row) {
            if (!(upper >= lower)) {
                throw new BadDataException("row " + (row + 1) + " of the channel \"" + channel
                        + "\" has the upper bound " + upper + ", below the lower one, " + lower);
            }
            return upper;
        }

        private static float weight(String channel, float weight, int row) {
            if (!(weight >= 0) || Float.isInfinite(weight)) {
                throw new BadDataException(
                        "row " + (row + 1) + " of the channel \"" + channel + "\" has the weight " + weight);
            }
            return weight;
        }
    }

    /** @throws BadDataException where all rows are of one class */
    void severalClasses() {
        for (float label : labels) {
            if (label != labels[0]) {
                return;
            }
        }
        throw new BadDataException("all rows of the channel \"" + channel + "\" have the label " + labels[0]
                + ", so nothing can be learnt");
    }

    String channel() {
        return channel;
    }

    DMatrix matrix() {
        return matrix;
    }

    float[] labels() {
        return labels;
    }

    int columns() {
        return columns;
    }

    @Override
    public void close() {
        matrix.dispose();
    }
}

package io.brume.algorithms.linear;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Rows as training wants them: standardised, in batches of one size, and with one more feature, which is always 1, where there
 * is a bias. Training rows are in an order of chance, so that data sorted by its labels teaches the same.
 */
final class MiniBatches {
    /** Rows in a batch that is not learnt from. */
    static final int IN_ORDER = 1000;

    private final Rows rows;
    private final Standardisation standard;
    private final boolean bias;
    private final int size;
    private final int columns;
    private final int[] rowsBefore;
    private final int[] places;
    private final float[][] labels;
    private final float @Nullable [][] weights;
    private final float[][] values;
    private final int[][] starts;
    private final int[][] indices;

    private MiniBatches(Rows rows, Standardisation standard, boolean bias, int size, int[] places) {
        this.rows = rows;
        this.standard = standard;
        this.bias = bias;
        this.size = Math.min(size, rows.count());
        this.places = places;
        columns = standard.means().length + (bias ? 1 : 0);
        rowsBefore = new int[rows.batches().size()];
        boolean weighted = false;
        for (int i = 1; i < rowsBefore.length; i++) {
            rowsBefore[i] = rowsBefore[i - 1] + rows.batches().get(i - 1).rows();
        }
        for (Batch batch : rows.batches()) {
            weighted |= batch.weights() != null;
        }
        int count = (rows.count() + this.size - 1) / this.size;
        labels = new float[count][];
        Arrays.setAll(labels, i -> new float[length(i)]);
        weights = weighted ? new float[count][] : null;
        if (weights != null) {
            Arrays.setAll(weights, i -> new float[length(i)]);
        }
        values = new float[count][];
        starts = new int[count][];
        indices = new int[count][];
    }

    /** In an order of chance. */
    static List<Batch> shuffled(
            Rows rows, Standardisation standard, LinearLearnerHyperparameters settings, TrainingContext context) {
        if (!rows.sparse()) {
            return standardised(rows, standard, settings.useBias(), context);
        }
        var places = identity(rows.count());
        shuffle(places, new SplittableRandom(context.seed()));
        return new MiniBatches(rows, standard, settings.useBias(), settings.miniBatchSize(), places).fill(context);
    }

    /** In their own order. */
    static List<Batch> inOrder(
            Rows rows, Standardisation standard, LinearLearnerHyperparameters settings, TrainingContext context) {
        return rows.sparse()
                ? new MiniBatches(rows, standard, settings.useBias(), IN_ORDER, identity(rows.count())).fill(context)
                : standardised(rows, standard, settings.useBias(), context);
    }

    /** Dense rows, which are in their batches already, where they lie. */
    private static List<Batch> standardised(
            Rows rows, Standardisation standard, boolean bias, TrainingContext context) {
        int features = standard.means().length;
        if (rows.columns() != features) {
            throw Rows.wrongWidth(rows.channel(), 0, rows.columns(), features);
        }
        var batches = new Batch[rows.batches().size()];
        context.parallel(batches.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                var batch = (DenseBatch) rows.batches().get(i);
                float[] values = batch.values();
                for (int row = 0; row < batch.rows(); row++) {
                    int at = batch.offset(row);
                    for (int c = 0; c < features; c++) {
                        values[at + c] = (float) ((values[at + c] - standard.means()[c]) / standard.scales()[c]);
                    }
                    if (bias) {
                        values[at + features] = 1;
                    }
                    batch.labels()[row] = standard.label(batch.labels()[row]);
                }
                batches[i] = new DenseBatch(
                        batch.rows(),
                        features + (bias ? 1 : 0),
                        batch.stride(),
                        values,
                        batch.labels(),
                        1,
                        batch.weights());
            }
        });
        return List.of(batches);
    }

    static int[] identity(int size) {
        var order = new int[size];
        Arrays.setAll(order, i -> i);
        return order;
    }

    static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private int length(int batch) {
        return Math.min(size, rows.count() - batch * size);
    }

    private List<Batch> fill(TrainingContext context) {
        Arrays.setAll(starts, i -> new int[length(i) + 1]);
        eachRow(context, this::measure);
        for (int i = 0; i < starts.length; i++) {
            Arrays.parallelPrefix(starts[i], Integer::sum);
            indices[i] = new int[starts[i][length(i)]];
            values[i] = new float[indices[i].length];
        }
        eachRow(context, this::copy);
        var batches = new Batch[labels.length];
        for (int i = 0; i < batches.length; i++) {
            float[] weight = weights == null ? null : weights[i];
            batches[i] = new SparseBatch(length(i), columns, starts[i], indices[i], values[i], labels[i], 1, weight);
        }
        return List.of(batches);
    }

    @FunctionalInterface
    private interface RowWork {
        /** @param number of the row in the channel, from 0 */
        void take(Batch batch, int row, int number);
    }

    private void eachRow(TrainingContext context, RowWork work) {
        context.parallel(rows.count(), (from, to) -> {
            int found = Arrays.binarySearch(rowsBefore, from);
            int batch = found >= 0 ? found : -found - 2;
            for (int number = from; number < to; batch++) {
                Batch current = rows.batches().get(batch);
                int end = Math.min(to, rowsBefore[batch] + current.rows());
                for (; number < end; number++) {
                    work.take(current, number - rowsBefore[batch], number);
                }
            }
        });
    }

    private void label(Batch batch, int row, int number) {
        int place = places[number];
        labels[place / size][place % size] = standard.label(batch.label(row));
        if (weights != null) {
            weights[place / size][place % size] = batch.weight(row);
        }
    }

    private void measure(Batch batch, int row, int number) {
        var sparse = (SparseBatch) batch;
        int place = places[number];
        starts[place / size][place % size + 1] = sparse.starts()[row + 1] - sparse.starts()[row] + (bias ? 1 : 0);
    }

    private void copy(Batch batch, int row, int number) {
        label(batch, row, number);
        var sparse = (SparseBatch) batch;
        int features = standard.means().length;
        int[] toIndices = indices[places[number] / size];
        float[] to = values[places[number] / size];
        int at = starts[places[number] / size][places[number] % size];
        float bad = 0;
        for (int i = sparse.starts()[row]; i < sparse.starts()[row + 1]; i++) {
            int c = sparse.indices()[i];
            if (c >= features) {
                throw Rows.wrongWidth(rows.channel(), number, c + 1, features);
            }
            bad += sparse.values()[i] * 0;
            toIndices[at] = c;
            to[at++] = (float) (sparse.values()[i] / standard.scales()[c]);
        }
        if (bad != 0) {
            throw Rows.notFinite(rows.channel(), number);
        }
        if (bias) {
            toIndices[at] = features;
            to[at] = 1;
        }
    }
}

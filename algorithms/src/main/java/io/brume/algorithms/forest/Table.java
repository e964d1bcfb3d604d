package io.brume.algorithms.forest;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a forest learns from, each value as the number of its bin. Where a column has no more different values than bins
 * each has a bin of its own, otherwise bins hold about equally many of a sample. A missing value, NaN, counts as less than any
 * number.
 */
final class Table {
    /** Rows that bins are made after; more would hardly move their borders. */
    private static final int SAMPLE = 1 << 17;

    final int rows;
    final int columns;
    /** Column by column, the bin of each row. */
    final byte[][] bins;
    /** For each column and bin but the last, what values above it are at least. */
    final float[][] borders;

    final float[] labels;
    final float @Nullable [] weights;

    private Table(int rows, int columns, float[] labels, float @Nullable [] weights) {
        this.rows = rows;
        this.columns = columns;
        this.labels = labels;
        this.weights = weights;
        bins = new byte[columns][];
        borders = new float[columns][];
    }

    static Table read(Dataset data, int maxBin, TrainingContext context) throws IOException {
        List<DenseBatch> batches = dense(data.load());
        long rows = 0;
        boolean weighted = false;
        for (Batch batch : batches) {
            rows += batch.rows();
            weighted |= batch.weights() != null;
            if (batch.labelWidth() != 1) {
                throw new BadDataException("the rows have " + batch.labelWidth() + " labels, and a forest takes one");
            }
        }
        int columns = batches.getFirst().columns();
        if (rows > Integer.MAX_VALUE - 8) {
            throw new BadDataException("there are more than 2,147,483,639 rows");
        } else if (columns == 0) {
            throw new BadDataException("the rows have no features");
        }
        var table = new Table((int) rows, columns, new float[(int) rows], weighted ? new float[(int) rows] : null);
        table.labels(batches);
        context.parallel(columns, (from, to) -> {
            var values = new float[table.rows];
            for (int c = from; c < to && !context.stopped(); c++) {
                gather(batches, c, values);
                table.borders[c] = borders(values, c, maxBin);
                table.bins[c] = binned(values, table.borders[c]);
            }
        });
        return table;
    }

    /** Sparse rows written out; what they do not have is 0. */
    private static List<DenseBatch> dense(List<Batch> batches) {
        int columns = batches.stream().mapToInt(Batch::columns).max().orElse(0);
        var dense = new ArrayList<DenseBatch>();
        for (Batch batch : batches) {
            dense.add(
                    switch (batch) {
                        case DenseBatch rows -> rows;
                        case SparseBatch rows -> rows.dense(columns);
                        case TextBatch text ->
                            throw new BadDataException("the data is text, and a forest takes numbers");
                    });
        }
        if (dense.isEmpty()) {
            throw new BadDataException("there are no rows");
        }
        return dense;
    }

    private void labels(List<DenseBatch> batches) {
        int at = 0;
        for (DenseBatch batch : batches) {
            for (int r = 0; r < batch.rows(); r++, at++) {
                labels[at] = batch.label(r);
                if (!Float.isFinite(labels[at])) {
                    throw new BadDataException("row " + (at + 1) + " has the label " + labels[at]);
                }
                if (weights != null) {
                    weights[at] = batch.weight(r);
                    if (!(weights[at] >= 0) || Float.isInfinite(weights[at])) {
                        throw new BadDataException("row " + (at + 1) + " has the weight " + weights[at]);
                    }
                }
            }
        }
    }

    private static void gather(List<DenseBatch> batches, int column, float[] into) {
        int at = 0;
        for (DenseBatch batch : batches) {
            float[] values = batch.values();
            int stride = batch.stride();
            for (int r = 0, place = column; r < batch.rows(); r++, place += stride) {
                into[at++] = values[place];
            }
        }
    }

    /** Between two neighbouring different values, the middle. */
    private static float[] borders(float[] values, int column, int maxBin) {
        float[] sorted = values.length <= SAMPLE ? values.clone() : sample(values);
        Arrays.sort(sorted);
        int numbers = sorted.length;
        // NaN is sorted to the end.
        while (numbers > 0 && Float.isNaN(sorted[numbers - 1])) {
            numbers--;
        }
        if (numbers > 0 && (sorted[0] == Float.NEGATIVE_INFINITY || sorted[numbers - 1] == Float.POSITIVE_INFINITY)) {
            throw new BadDataException("feature " + column + " of a row is infinite");
        }
        boolean missing = numbers < sorted.length || numbers < values.length && anyMissing(values);
        int different = numbers == 0 ? 0 : 1;
        for (int i = 1; i < numbers; i++) {
            different += sorted[i] > sorted[i - 1] ? 1 : 0;
        }
        int most = maxBin - 1 - (missing ? 1 : 0);
        var borders = new float[maxBin];
        int count = 0;
        if (missing) {
            borders[count++] = Float.NEGATIVE_INFINITY;
        }
        int made = 0;
        for (int i = 1; i < numbers; i++) {
            boolean due = different <= most + 1 || (long) i * (most + 1) >= (long) (made + 1) * numbers;
            if (sorted[i] > sorted[i - 1] && due && made < most) {
                borders[count++] = middle(sorted[i - 1], sorted[i]);
                made = different <= most + 1 ? made + 1 : (int) Math.max(made + 1L, (long) i * (most + 1) / numbers);
            }
        }
        return Arrays.copyOf(borders, count);
    }

    private static boolean anyMissing(float[] values) {
        for (float value : values) {
            if (Float.isNaN(value)) {
                return true;
            }
        }
        return false;
    }

    private static float[] sample(float[] values) {
        var sample = new float[SAMPLE];
        for (int i = 0; i < SAMPLE; i++) {
            sample[i] = values[(int) ((long) i * values.length / SAMPLE)];
        }
        return sample;
    }

    /** Greater than the lesser and at most the greater. */
    private static float middle(float lesser, float greater) {
        float middle = (float) ((lesser + (double) greater) / 2);
        return middle > lesser ? middle : greater;
    }

    private static byte[] binned(float[] values, float[] borders) {
        var bins = new byte[values.length];
        // Padded to a power of two, so that every search takes the same steps.
        int size = Integer.highestOneBit(Math.max(1, borders.length)) * 2;
        var padded = Arrays.copyOf(borders, size);
        Arrays.fill(padded, borders.length, size, Float.NaN);
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            int at = 0;
            for (int step = size / 2; step > 0; step /= 2) {
                at += value >= padded[at + step - 1] ? step : 0;
            }
            bins[i] = (byte) at;
        }
        return bins;
    }

    /** The labels that there are, ascending. */
    float[] classes() {
        float[] sorted = labels.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[count - 1]) {
                sorted[count++] = sorted[i] + 0f;
            }
        }
        float[] classes = Arrays.copyOf(sorted, count);
        for (float label : classes) {
            if (label != Math.rint(label)) {
                throw new BadDataException("the labels of classes must be whole numbers, not " + label);
            }
        }
        if (count == 1) {
            throw new BadDataException("all rows have the label " + classes[0] + ", so nothing can be learnt");
        } else if (count > 1 << 15) {
            throw new BadDataException("there are " + count + " classes, and at most " + (1 << 15) + " are taken");
        }
        return classes;
    }
}

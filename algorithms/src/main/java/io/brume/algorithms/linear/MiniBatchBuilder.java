package io.brume.algorithms.linear;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Gathers dense rows as they are read, in batches of one size, with room for one more feature, so that they lie in memory only once. In
 * an order of chance, each row takes the place of one that is drawn among it and those before it, which moves to the end: the shuffle
 * of Durstenfeld (Algorithm 235, CACM 7, 1964), inside out.
 */
final class MiniBatchBuilder {
    private static final int FIRST_ROWS = 1024;

    private final String channel;
    private final int size;
    private final int room;
    private final @Nullable SplittableRandom random;
    private final List<Part> parts = new ArrayList<>();
    private boolean weighted;
    private int columns;
    private int stride;
    private int rows;

    /**
     * @param size rows in a batch, but for the last
     * @param bias whether there is to be room for one more feature
     * @param random draws the order; null for that in which rows are added
     */
    MiniBatchBuilder(String channel, int size, boolean bias, @Nullable SplittableRandom random) {
        this.channel = channel;
        this.size = size;
        this.random = random;
        room = bias ? 1 : 0;
    }

    /** A batch that is being filled. */
    private final class Part {
        private float[] values;
        private float[] labels;
        private float[] weights;

        Part(int length) {
            values = new float[Math.multiplyExact(length, stride)];
            labels = new float[length];
            weights = new float[weighted ? length : 0];
        }

        void resize(int length) {
            values = Arrays.copyOf(values, Math.multiplyExact(length, stride));
            labels = Arrays.copyOf(labels, length);
            weights = Arrays.copyOf(weights, weighted ? length : 0);
        }

        /** All rows so far weigh the same. */
        void weigh() {
            weights = new float[labels.length];
            Arrays.fill(weights, 1);
        }

        void set(int row, float[] from, int at, float label, float weight) {
            System.arraycopy(from, at, values, row * stride, columns);
            labels[row] = label;
            if (weighted) {
                weights[row] = weight;
            }
        }

        DenseBatch build() {
            return new DenseBatch(labels.length, columns, stride, values, labels, 1, weighted ? weights : null);
        }
    }

    /** @throws BadDataException when rows differ in width, or a feature is no finite number */
    void add(DenseBatch batch) {
        if (rows == 0) {
            columns = batch.columns();
            stride = DenseBatch.stride(columns + room);
        } else if (batch.columns() != columns) {
            throw Rows.wrongWidth(channel, rows, batch.columns(), columns);
        }
        if (batch.weights() != null && !weighted) {
            weighted = true;
            parts.forEach(Part::weigh);
        }
        for (int row = 0; row < batch.rows(); row++) {
            check(batch, row);
            int place = place();
            parts.get(place / size)
                    .set(place % size, batch.values(), batch.offset(row), batch.label(row), batch.weight(row));
        }
    }

    private void check(DenseBatch batch, int row) {
        float bad = 0;
        int from = batch.offset(row);
        for (int c = 0; c < columns; c++) {
            bad += batch.values()[from + c] * 0;
        }
        if (bad != 0) {
            throw Rows.notFinite(channel, rows);
        }
    }

    /** Makes room for one more row, and says where. */
    private int place() {
        int last = rows++;
        int row = last % size;
        if (row == 0) {
            parts.add(new Part(Math.min(size, FIRST_ROWS)));
        }
        Part end = parts.getLast();
        if (row == end.labels.length) {
            end.resize((int) Math.min(size, 2L * row));
        }
        int place = random == null ? last : random.nextInt(rows);
        if (place != last) {
            Part other = parts.get(place / size);
            int from = place % size;
            end.set(row, other.values, from * stride, other.labels[from], weighted ? other.weights[from] : 1);
        }
        return place;
    }

    /** The rows; nothing can be added any more. */
    List<Batch> build() {
        if (rows % size > 0) {
            parts.getLast().resize(rows % size);
        }
        return parts.stream().<Batch>map(Part::build).toList();
    }
}

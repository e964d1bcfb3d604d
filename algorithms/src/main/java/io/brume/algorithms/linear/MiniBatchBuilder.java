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
    private final List<float[]> values = new ArrayList<>();
    private final List<float[]> labels = new ArrayList<>();
    private final List<float[]> weights = new ArrayList<>();
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

    /** @throws BadDataException when rows differ in width, or a feature is no finite number */
    void add(DenseBatch batch) {
        if (rows == 0) {
            columns = batch.columns();
            stride = DenseBatch.stride(columns + room);
        } else if (batch.columns() != columns) {
            throw BadDataException.atRecord(
                    channel, rows + 1L, "the row has " + batch.columns() + " features, not " + columns);
        }
        if (batch.weights() != null && !weighted) {
            weighted = true;
            for (int i = 0; i < weights.size(); i++) {
                weights.set(i, new float[labels.get(i).length]);
                Arrays.fill(weights.get(i), 1);
            }
        }
        for (int row = 0; row < batch.rows(); row++) {
            check(batch, row);
            int place = place();
            System.arraycopy(
                    batch.values(), batch.offset(row), values.get(place / size), place % size * stride, columns);
            labels.get(place / size)[place % size] = batch.label(row);
            if (weighted) {
                weights.get(place / size)[place % size] = batch.weight(row);
            }
        }
    }

    private void check(DenseBatch batch, int row) {
        float bad = 0;
        int from = batch.offset(row);
        for (int c = 0; c < columns; c++) {
            bad += batch.values()[from + c] * 0;
        }
        if (bad != 0) {
            throw BadDataException.atRecord(channel, rows + 1L, "a feature is NaN or infinite");
        }
    }

    /** Makes room for one more row, and says where. */
    private int place() {
        int last = rows++;
        int batch = last / size;
        if (last % size == 0) {
            int first = Math.min(size, FIRST_ROWS);
            values.add(new float[Math.multiplyExact(first, stride)]);
            labels.add(new float[first]);
            weights.add(new float[weighted ? first : 0]);
        } else if (last % size == labels.get(batch).length) {
            resize(batch, (int) Math.min(size, 2L * (last % size)));
        }
        int place = random == null ? last : random.nextInt(rows);
        if (place != last) {
            System.arraycopy(
                    values.get(place / size), place % size * stride, values.get(batch), last % size * stride, columns);
            labels.get(batch)[last % size] = labels.get(place / size)[place % size];
            if (weighted) {
                weights.get(batch)[last % size] = weights.get(place / size)[place % size];
            }
        }
        return place;
    }

    private void resize(int batch, int length) {
        values.set(batch, Arrays.copyOf(values.get(batch), Math.multiplyExact(length, stride)));
        labels.set(batch, Arrays.copyOf(labels.get(batch), length));
        weights.set(batch, Arrays.copyOf(weights.get(batch), weighted ? length : 0));
    }

    /** The rows; nothing can be added any more. */
    List<Batch> build() {
        if (rows % size > 0) {
            resize(labels.size() - 1, rows % size);
        }
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            batches.add(new DenseBatch(
                    labels.get(i).length,
                    columns,
                    stride,
                    values.get(i),
                    labels.get(i),
                    1,
                    weighted ? weights.get(i) : null));
        }
        return batches;
    }
}

package io.brume.algorithms.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gathers rows, dense or sparse, until a batch is full. */
final class BatchBuilder {
    /** Numbers in a batch, unless a single row has more: 256 KB, which a core's cache holds. */
    private static final int NUMBERS = 1 << 16;

    private static final int MOST_ROWS = 1 << 13;
    /** Rows that there is place for at first: requests to a model have a few. */
    private static final int FIRST_ROWS = 8;

    final int columns;
    final int labelWidth;
    final int stride;
    final int capacity;
    float[] values;
    float[] labels;
    float @Nullable [] weights;
    int rows;
    private int room;

    private BatchBuilder(int columns, int labelWidth, boolean weighted) {
        this.columns = columns;
        this.labelWidth = labelWidth;
        stride = DenseBatch.stride(columns);
        capacity = Math.clamp(NUMBERS / Math.max(1, stride), 1, MOST_ROWS);
        room = Math.min(capacity, FIRST_ROWS);
        values = new float[room * stride];
        labels = new float[Math.multiplyExact(capacity, labelWidth) / capacity * room];
        weights = weighted ? new float[room] : null;
    }

    static BatchBuilder dense(int columns, int labelWidth, boolean weighted) {
        return new BatchBuilder(columns, labelWidth, weighted);
    }

    /** Whether one more row fits; makes place for it. */
    boolean hasRoom() {
        if (rows == room && rows < capacity) {
            makeRoom(Math.min(capacity, 4 * room));
        }
        return rows < capacity;
    }

    /** Makes place for so many rows in all, at most the capacity. */
    void makeRoom(int most) {
        room = most;
        values = Arrays.copyOf(values, most * stride);
        labels = Arrays.copyOf(labels, most * labelWidth);
        weights = weights == null ? null : Arrays.copyOf(weights, most);
    }

    /** The rows so far, or null where there are none. */
    @Nullable
    Batch build() {
        if (rows == 0) {
            return null;
        }
        if (rows < room / 2) {
            values = Arrays.copyOf(values, rows * stride);
            labels = Arrays.copyOf(labels, rows * labelWidth);
        }
        return new DenseBatch(rows, columns, stride, values, labels, labelWidth, weights);
    }

    /** Gathers sparse rows. */
    static final class Sparse {
        private static final int MOST_ENTRIES = 1 << 16;

        final int labelWidth;
        private int[] starts = new int[1025];
        private int[] indices = new int[1 << 12];
        private float[] values = new float[1 << 12];
        private float[] labels;
        private float @Nullable [] weights;
        private int rows;
        private int entries;

        Sparse(int labelWidth, boolean weighted) {
            this.labelWidth = labelWidth;
            labels = new float[Math.multiplyExact(1024, labelWidth)];
            weights = weighted ? new float[1024] : null;
        }

        boolean full() {
            return entries >= MOST_ENTRIES || rows >= MOST_ROWS;
        }

        void add(int index, float value) {
            if (entries == indices.length) {
                indices = Arrays.copyOf(indices, 2 * entries);
                values = Arrays.copyOf(values, 2 * entries);
            }
            indices[entries] = index;
            values[entries++] = value;
        }

        /**
         * Ends the row whose entries were added, sorting them where they are not.
         *
         * @return the index that occurs twice, or -1
         */
        int endRow(float[] rowLabels, float weight) {
            int start = starts[rows];
            int twice = sort(start);
            if (rows + 2 > starts.length) {
                starts = Arrays.copyOf(starts, 2 * starts.length);
                labels = Arrays.copyOf(labels, 2 * labels.length);
                weights = weights == null ? null : Arrays.copyOf(weights, 2 * weights.length);
            }
            System.arraycopy(rowLabels, 0, labels, rows * labelWidth, labelWidth);
            if (weights != null) {
                weights[rows] = weight;
            }
            starts[++rows] = entries;
            return twice;
        }

        private int sort(int start) {
            boolean ascending = true;
            for (int i = start + 1; i < entries; i++) {
                ascending &= indices[i - 1] < indices[i];
            }
            if (ascending) {
                return -1;
            }
            var keyed = new long[entries - start];
            for (int i = start; i < entries; i++) {
                keyed[i - start] = (long) indices[i] << 32 | Float.floatToRawIntBits(values[i]) & 0xffffffffL;
            }
            Arrays.sort(keyed);
            int twice = -1;
            for (int i = start; i < entries; i++) {
                indices[i] = (int) (keyed[i - start] >> 32);
                values[i] = Float.intBitsToFloat((int) keyed[i - start]);
                if (i > start && indices[i] == indices[i - 1]) {
                    twice = indices[i];
                }
            }
            return twice;
        }

        @Nullable
        Batch build(int columns) {
            if (rows == 0) {
                return null;
            }
            return new SparseBatch(
                    rows,
                    columns,
                    Arrays.copyOf(starts, rows + 1),
                    Arrays.copyOf(indices, entries),
                    Arrays.copyOf(values, entries),
                    Arrays.copyOf(labels, rows * labelWidth),
                    labelWidth,
                    weights == null ? null : Arrays.copyOf(weights, rows));
        }
    }
}

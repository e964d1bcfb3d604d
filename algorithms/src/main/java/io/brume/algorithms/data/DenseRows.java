package io.brume.algorithms.data;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.kernel.Kernels;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of numbers, dense or sparse, as dense rows of one width in blocks of equal size. Every number is finite and so is every row's square: what is not is a {@link BadDataException}.
 */
public final class DenseRows implements Closeable {
    /** Floats in a block, at most: 128 MB. */
    private static final int MOST = 1 << 25;
    /** So that the squared distance of any two rows is finite, too. */
    private static final float LARGEST_SQUARE = 8e37f;

    private final int columns;
    private final int stride;
    private final int capacity;
    private final Supply supply;
    private @Nullable Batch current;
    private int next;
    private long row;

    /** Where batches come from. */
    private interface Supply extends Closeable {
        @Nullable
        Batch next() throws IOException;

        double fraction();

        @Override
        default void close() throws IOException {}
    }

    private DenseRows(Supply supply, int columns, int blockRows) {
        this.supply = supply;
        this.columns = columns;
        stride = DenseBatch.stride(columns);
        capacity = Math.clamp(blockRows, 1, Math.max(1, MOST / stride));
    }

    /**
     * Reads a dataset.
     *
     * @param columns that dense rows have, and sparse rows at most
     * @param blockRows in a block, fewer where a block would be larger than 128 MB
     */
    public static DenseRows read(Dataset data, int columns, int blockRows) throws IOException {
        BatchReader reader = data.read();
        return new DenseRows(
                new Supply() {
                    @Override
                    public @Nullable Batch next() throws IOException {
                        return reader.next();
                    }

                    @Override
                    public double fraction() {
                        return reader.fraction();
                    }

                    @Override
                    public void close() throws IOException {
                        reader.close();
                    }
                },
                columns,
                blockRows);
    }

    /** Goes through batches, as {@link #read} does. */
    public static DenseRows of(List<Batch> batches, int columns, int blockRows) {
        Iterator<Batch> iterator = batches.iterator();
        return new DenseRows(
                new Supply() {
                    @Override
                    public @Nullable Batch next() {
                        return iterator.hasNext() ? iterator.next() : null;
                    }

                    @Override
                    public double fraction() {
                        return 0;
                    }
                },
                columns,
                blockRows);
    }

    /** A batch as dense rows of so many columns, checked. */
    public static DenseBatch dense(Batch batch, int columns) {
        if (batch.rows() == 0) {
            return new DenseBatch(0, columns, DenseBatch.stride(columns), new float[0], new float[0], 0);
        }
        try (var rows = of(List.of(batch), columns, batch.rows())) {
            return rows.block(batch.rows());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next block, or null after the last row. Only the last block may have fewer rows than the others. */
    public @Nullable DenseBatch next() throws IOException {
        DenseBatch block = block(capacity);
        return block.rows() == 0 ? null : block;
    }

    private DenseBatch block(int most) throws IOException {
        var values = new float[0];
        var labels = new float[0];
        int labelWidth = 0;
        int rows = 0;
        while (rows < most && advance()) {
            Batch batch = Objects.requireNonNull(current);
            int count = Math.min(most - rows, batch.rows() - next);
            if (values.length < Math.multiplyExact(rows + count, stride)) {
                values = Arrays.copyOf(values, grown(rows, count, most) * stride);
            }
            labelWidth = rows == 0 ? batch.labelWidth() : Math.min(labelWidth, batch.labelWidth());
            if (labels.length < (rows + count) * labelWidth) {
                labels = Arrays.copyOf(labels, grown(rows, count, most) * labelWidth);
            }
            copy(batch, count, values, rows * stride);
            System.arraycopy(batch.labels(), next * labelWidth, labels, rows * labelWidth, count * labelWidth);
            rows += count;
            next += count;
        }
        return new DenseBatch(rows, columns, stride, values, labels, labelWidth);
    }

    private static int grown(int rows, int count, int most) {
        return rows == 0 && count == most ? most : (int) Math.min(most, Math.max(2L * rows, rows + count));
    }

    private boolean advance() throws IOException {
        while (current == null || next == current.rows()) {
            current = supply.next();
            next = 0;
            if (current == null) {
                return false;
            }
            checkWidth(current);
        }
        return true;
    }

    private void checkWidth(Batch batch) {
        if (batch instanceof TextBatch) {
            throw new BadDataException("the rows are text, and the algorithm takes numbers");
        } else if (batch.columns() > columns || batch instanceof DenseBatch && batch.columns() != columns) {
            throw new BadDataException("the rows have " + batch.columns() + " features, not " + columns);
        }
    }

    private void copy(Batch batch, int count, float[] to, int at) {
        for (int r = next; r < next + count; r++, at += stride) {
            row++;
            switch (batch) {
                case DenseBatch dense -> System.arraycopy(dense.values(), dense.offset(r), to, at, columns);
                case SparseBatch sparse -> {
                    for (int i = sparse.starts()[r]; i < sparse.starts()[r + 1]; i++) {
                        to[at + sparse.indices()[i]] = sparse.values()[i];
                    }
                }
                case TextBatch text -> throw new IllegalStateException();
            }
            if (!(Kernels.dot(to, at, to, at, columns) <= LARGEST_SQUARE)) {
                throw unfit(to, at);
            }
        }
    }

    private BadDataException unfit(float[] values, int at) {
        for (int i = 0; i < columns; i++) {
            if (!Float.isFinite(values[at + i])) {
                return new BadDataException("row " + row + ": feature " + i + " is " + values[at + i]);
            }
        }
        return new BadDataException(
                "row " + row + ": the numbers are too large, their squares do not fit into a float");
    }

    /** How much has been read, from 0 to 1, as far as that is known. */
    public double fraction() {
        return supply.fraction();
    }

    @Override
    public void close() throws IOException {
        supply.close();
    }
}

package io.brume.algorithms.data;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import io.brume.algorithms.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads Parquet through Hardwood, column by column. Columns are numbers or booleans, in the file's order, the labels first; a
 * missing value is an error unless the format takes them. A stream is held in memory, since a Parquet file is read from its
 * end.
 */
final class ParquetRows implements BatchReader {
    private final String name;
    private final Format.ParquetFormat format;
    private final Width width;
    private final ParquetFileReader file;
    private final ColumnReaders columns;
    private final long total;
    /** Rows read, and of the readers' current rows how many were taken. */
    private long rows;

    private int taken;
    private int available;

    private ParquetRows(Source source, Format.ParquetFormat format, Width width, InputFile input) throws IOException {
        name = source.name();
        this.format = format;
        this.width = width;
        file = ParquetFileReader.open(input);
        total = file.getFileMetaData().numRows();
        for (ColumnSchema column : file.getFileSchema().getColumns()) {
            check(column);
        }
        int features = file.getFileSchema().getColumnCount() - format.labels();
        if (features < 1) {
            throw BadDataException.inFile(name, "besides " + format.labels() + " for the label there is no column");
        } else if (width.columns() >= 0 && width.columns() != features) {
            throw BadDataException.inFile(
                    name, "there are " + features + " features, not " + width.columns() + " as in the files before");
        }
        width.set(features, format.labels(), true);
        columns = file.columnReaders(ColumnProjection.all());
    }

    static BatchReader read(Source source, Format.ParquetFormat format, Width width) throws IOException {
        Path path = source.rereadable() ? source.file() : null;
        try {
            InputFile input = path == null ? InputFile.of(bytes(source)) : InputFile.of(path);
            return new ParquetRows(source, format, width, input);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("Parquet needs dev.hardwood:hardwood-core on the class path", e);
        } catch (BadDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw BadDataException.inFile(source.name(), "the file is not Parquet, or is broken: " + e.getMessage())
                    .because(e);
        }
    }

    private static ByteBuffer bytes(Source source) throws IOException {
        try (var stream = source.open()) {
            return ByteBuffer.wrap(stream.readAllBytes());
        }
    }

    private void check(ColumnSchema column) {
        if (column.maxRepetitionLevel() > 0 || column.repetitionType() == RepetitionType.REPEATED) {
            throw BadDataException.inFile(name, "the column " + column.name() + " holds lists, not numbers");
        }
        switch (column.type()) {
            case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> {}
            default -> throw BadDataException.inFile(name, "the column " + column.name() + " does not hold numbers");
        }
    }

    @Override
    public @Nullable Batch next() {
        try {
            if (taken == available) {
                if (!columns.nextBatch()) {
                    return null;
                }
                taken = 0;
                available = columns.getRecordCount();
            }
            return batch();
        } catch (BadDataException e) {
            throw e;
        } catch (NoClassDefFoundError e) {
            throw BadDataException.inFile(name, "a library for the file's compression is missing: " + e.getMessage())
                    .because(e);
        } catch (RuntimeException e) {
            throw BadDataException.atRecord(name, rows + 1, "the file is broken: " + e.getMessage())
                    .because(e);
        }
    }

    private @Nullable Batch batch() {
        var batch = BatchBuilder.dense(width.columns(), width.labels(), false);
        batch.rows = Math.min(batch.capacity, available - taken);
        batch.makeRoom(batch.rows);
        for (int c = 0; c < format.labels(); c++) {
            copy(columns.getColumnReader(c), batch.labels, c, batch.labelWidth, batch.rows, true);
        }
        for (int c = 0; c < batch.columns; c++) {
            copy(columns.getColumnReader(format.labels() + c), batch.values, c, batch.stride, batch.rows, false);
        }
        taken += batch.rows;
        rows += batch.rows;
        return batch.build();
    }

    private void copy(ColumnReader column, float[] into, int offset, int stride, int count, boolean label) {
        switch (column.getColumnSchema().type()) {
            case FLOAT -> {
                float[] values = column.getFloats();
                for (int i = 0; i < count; i++) {
                    into[offset + i * stride] = values[taken + i];
                }
            }
            case DOUBLE -> {
                double[] values = column.getDoubles();
                for (int i = 0; i < count; i++) {
                    into[offset + i * stride] = (float) values[taken + i];
                }
            }
            case INT32 -> {
                int[] values = column.getInts();
                for (int i = 0; i < count; i++) {
                    into[offset + i * stride] = values[taken + i];
                }
            }
            case INT64 -> {
                long[] values = column.getLongs();
                for (int i = 0; i < count; i++) {
                    into[offset + i * stride] = values[taken + i];
                }
            }
            default -> {
                boolean[] values = column.getBooleans();
                for (int i = 0; i < count; i++) {
                    into[offset + i * stride] = values[taken + i] ? 1 : 0;
                }
            }
        }
        var validity = column.getLeafValidity();
        for (int i = 0; i < count; i++) {
            if (validity.isNull(taken + i)) {
                into[offset + i * stride] = Float.NaN;
            }
            float value = into[offset + i * stride];
            if (!Float.isFinite(value) && (label || !format.missing() || Float.isInfinite(value))) {
                String reason = validity.isNull(taken + i) ? "is missing" : "is not a finite number: " + value;
                throw BadDataException.atRecord(
                        name,
                        rows + i + 1,
                        "the column " + column.getColumnSchema().name() + " " + reason);
            }
        }
    }

    @Override
    public double fraction() {
        return total == 0 ? 1 : (double) rows / total;
    }

    @Override
    public void close() throws IOException {
        columns.close();
        file.close();
    }
}

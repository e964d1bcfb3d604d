package io.brume.algorithms.data;

import java.io.IOException;

/** How rows are written. */
public sealed interface Format {
    /** Numbers with commas, no header, one label first. */
    static CsvFormat csv() {
        return CsvFormat.STANDARD;
    }

    /** Records of the {@code aialgs.data} schema, in RecordIO frames. */
    static RecordIoFormat recordIo() {
        return new RecordIoFormat();
    }

    /** A JSON object a line, with {@code features} and {@code label}. */
    static JsonLinesFormat jsonLines() {
        return new JsonLinesFormat();
    }

    /** {@code label[:weight] index:value ...}, a row a line, indices from 0, any width. */
    static LibsvmFormat libsvm() {
        return new LibsvmFormat(0, 0);
    }

    /** Columns of numbers in Parquet files, one label first. */
    static ParquetFormat parquet() {
        return new ParquetFormat(1, false);
    }

    /** Lines; see {@link Dataset#lines()}. */
    static TextFormat text() {
        return new TextFormat();
    }

    /**
     * Starts reading a source.
     *
     * @param columns what earlier sources of the same dataset taught about the width, which this reading adds to
     */
    BatchReader read(Source source, Width columns) throws IOException;

    /**
     * Comma-separated values.
     *
     * @param labels how many of the first fields are labels
     * @param weighted whether the field after the labels is the row's weight
     * @param missing whether empty fields and NaN are taken, as NaN; otherwise they are errors
     * @param delimiter what separates fields, an ASCII character
     * @param header whether each file's first line names the columns; it is skipped
     */
    record CsvFormat(int labels, boolean weighted, boolean missing, char delimiter, boolean header) implements Format {
        static final CsvFormat STANDARD = new CsvFormat(1, false, false, ',', false);

        public CsvFormat {
            if (labels < 0) {
                throw new IllegalArgumentException("label_size must not be negative");
            }
            if (delimiter >= 128 || "\"\r\n.+-0123456789eE".indexOf(delimiter) >= 0) {
                throw new IllegalArgumentException("fields cannot be separated by " + delimiter);
            }
        }

        /** As in {@code text/csv;label_size=0}. */
        public CsvFormat withLabels(int count) {
            return new CsvFormat(count, weighted, missing, delimiter, header);
        }

        public CsvFormat withWeights() {
            return new CsvFormat(labels, true, missing, delimiter, header);
        }

        public CsvFormat withMissing() {
            return new CsvFormat(labels, weighted, true, delimiter, header);
        }

        public CsvFormat withDelimiter(char character) {
            return new CsvFormat(labels, weighted, missing, character, header);
        }

        public CsvFormat withHeader() {
            return new CsvFormat(labels, weighted, missing, delimiter, true);
        }

        @Override
        public BatchReader read(Source source, Width columns) throws IOException {
            return new CsvReader(source, this, columns);
        }
    }

    /** RecordIO-protobuf. */
    record RecordIoFormat() implements Format {
        @Override
        public BatchReader read(Source source, Width columns) throws IOException {
            return new RecordIoReader(source, columns);
        }
    }

    /** JSON Lines. */
    record JsonLinesFormat() implements Format {
        @Override
        public BatchReader read(Source source, Width columns) throws IOException {
            return new JsonLinesReader(source, columns);
        }
    }

    /**
     * libsvm.
     *
     * @param columns the width, or 0 where it is to be found out from the data
     * @param base the first feature's index, 0 or 1
     */
    record LibsvmFormat(int columns, int base) implements Format {
        @Override
        public BatchReader read(Source source, Width width) throws IOException {
            return new LibsvmReader(source, this, width);
        }
    }

    /**
     * Parquet.
     *
     * @param labels how many of the first columns are labels
     * @param missing whether missing values and NaN are taken, as NaN; otherwise they are errors
     */
    record ParquetFormat(int labels, boolean missing) implements Format {
        @Override
        public BatchReader read(Source source, Width columns) throws IOException {
            return ParquetRows.read(source, this, columns);
        }
    }

    /** Text. */
    record TextFormat() implements Format {
        @Override
        public BatchReader read(Source source, Width columns) throws IOException {
            return new TextBatchReader(source);
        }
    }
}

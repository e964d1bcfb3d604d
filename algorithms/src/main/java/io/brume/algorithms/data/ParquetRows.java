package io.brume.algorithms.data;

import java.io.IOException;

final class ParquetRows {
    private ParquetRows() {}

    static BatchReader read(Source source, Format.ParquetFormat format, Width width) throws IOException {
        throw new UnsupportedOperationException("Parquet");
    }
}

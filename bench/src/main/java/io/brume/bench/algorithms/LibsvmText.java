package io.brume.bench.algorithms;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rows of two classes as text that other programs read: {@code 1} or {@code 0}, and features counted from 1. */
final class LibsvmText {
    private LibsvmText() {}

    static Path write(Batch rows, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int row = 0; row < rows.rows(); row++) {
                var line = new StringBuilder(rows.label(row) > 0 ? "1" : "0");
                switch (rows) {
                    case DenseBatch dense -> {
                        for (int c = 0; c < dense.columns(); c++) {
                            entry(line, c, dense.values()[dense.offset(row) + c]);
                        }
                    }
                    case SparseBatch sparse -> {
                        for (int i = sparse.starts()[row]; i < sparse.starts()[row + 1]; i++) {
                            entry(line, sparse.indices()[i], sparse.values()[i]);
                        }
                    }
                    default -> throw new IllegalArgumentException("rows are numbers");
                }
                out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
            }
        }
        return file;
    }

    private static void entry(StringBuilder line, int column, float value) {
        line.append(' ').append(column + 1).append(':').append(value);
    }
}

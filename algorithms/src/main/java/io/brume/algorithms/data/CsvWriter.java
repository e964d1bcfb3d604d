package io.brume.algorithms.data;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes rows as comma-separated numbers: the labels, the weight where there are weights, the features. Every number reads
 * back as the same float; sparse rows are written out.
 */
public final class CsvWriter implements Closeable {
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();

    /** The stream is closed with the writer. */
    public CsvWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    public void write(Batch batch) throws IOException {
        DenseBatch dense = switch (batch) {
            case DenseBatch rows -> rows;
            case SparseBatch rows -> rows.dense(rows.columns());
            case TextBatch rows -> throw new IllegalArgumentException("text cannot be written as numbers");
        };
        for (int r = 0; r < dense.rows(); r++) {
            line.setLength(0);
            for (int i = 0; i < dense.labelWidth(); i++) {
                append(dense.labels()[r * dense.labelWidth() + i]);
            }
            if (dense.weights() != null) {
                append(dense.weight(r));
            }
            for (int i = 0; i < dense.columns(); i++) {
                append(dense.values()[dense.offset(r) + i]);
            }
            line.setCharAt(line.length() - 1, '\n');
            out.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void append(float value) {
        if (value == (int) value && Math.abs(value) < 1 << 24 && Float.floatToRawIntBits(value) != 0x80000000) {
            line.append((int) value);
        } else {
            line.append(value);
        }
        line.append(',');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

package io.brume.algorithms.data;

import io.brume.algorithms.BadDataException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads libsvm's format: {@code label[:weight] index:value ...}, separated by spaces or tabs; what follows a # is a comment.
 * Either every row has a weight or none has.
 */
final class LibsvmReader implements BatchReader {
    private final LineReader lines;
    private final Format.LibsvmFormat format;
    private final Width width;
    private final FloatParser numbers = new FloatParser();
    private final float[] label = new float[1];
    private byte[] row = new byte[1 << 12];
    private boolean begun;
    private boolean weighted;

    LibsvmReader(Source source, Format.LibsvmFormat format, Width width) {
        lines = new LineReader(List.of(source));
        this.format = format;
        this.width = width;
        width.set(Math.max(width.columns(), format.columns()), 1, false);
    }

    @Override
    public @Nullable Batch next() throws IOException {
        BatchBuilder.@Nullable Sparse batch = null;
        while ((batch == null || !batch.full()) && lines.next()) {
            int length = copy();
            if (length == 0) {
                continue;
            }
            int at = label();
            float weight = 1;
            boolean hasWeight = row[at] == ':';
            if (!begun) {
                begun = true;
                weighted = hasWeight;
            } else if (weighted != hasWeight) {
                throw lines.bad(
                        hasWeight ? "only this row has a weight" : "the row has no weight, as the rows before have");
            }
            if (hasWeight) {
                weight = number(at + 1, "weight");
                at = numbers.end;
            }
            batch = batch == null ? new BatchBuilder.Sparse(1, weighted) : batch;
            entries(batch, at, length);
            int twice = batch.endRow(label, weight);
            if (twice >= 0) {
                throw lines.bad("the index " + (twice + format.base()) + " occurs twice");
            }
        }
        return batch == null ? null : batch.build(width.columns());
    }

    /** Copies the line, without comment and trailing spaces, into {@link #row}, a line feed behind it. */
    private int copy() {
        int length = lines.to() - lines.from();
        if (row.length < length + 2) {
            row = new byte[2 * length + 2];
        }
        System.arraycopy(lines.bytes(), lines.from(), row, 0, length);
        for (int i = 0; i < length; i++) {
            if (row[i] == '#') {
                length = i;
            }
        }
        while (length > 0 && (row[length - 1] == ' ' || row[length - 1] == '\t')) {
            length--;
        }
        row[length] = '\n';
        return length;
    }

    private int label() {
        int at = spaces(0);
        label[0] = number(at, "label");
        return numbers.end;
    }

    private void entries(BatchBuilder.Sparse batch, int from, int length) {
        int at = from;
        while (at < length) {
            int start = spaces(at);
            if (start == at) {
                throw lines.bad(
                        "a space is expected after " + new String(row, 0, at, java.nio.charset.StandardCharsets.UTF_8));
            }
            int p = start;
            long index = 0;
            while (row[p] >= '0' && row[p] <= '9' && index < Integer.MAX_VALUE) {
                index = index * 10 + row[p++] - '0';
            }
            if (p == start || row[p] != ':' || index >= Integer.MAX_VALUE - 8) {
                throw bad("index:value is expected at character " + (start + 1));
            }
            index -= format.base();
            if (index < 0 || format.columns() > 0 && index >= format.columns()) {
                throw bad("the index " + (index + format.base()) + " is out of range");
            }
            batch.add((int) index, number(p + 1, "value of index " + (index + format.base())));
            if (index >= width.columns()) {
                width.set((int) index + 1, 1, false);
            }
            at = numbers.end;
        }
    }

    private int spaces(int from) {
        int p = from;
        while (row[p] == ' ' || row[p] == '\t') {
            p++;
        }
        return p;
    }

    private float number(int at, String what) {
        float value = numbers.parse(row, at);
        byte after = row[numbers.end];
        if (numbers.end == at || after != ' ' && after != '\t' && after != '\n' && after != ':') {
            throw bad("the " + what + " is not a number");
        } else if (!Float.isFinite(value)) {
            throw bad("the " + what + " is not a finite number");
        }
        return value;
    }

    private BadDataException bad(String reason) {
        return lines.bad(reason);
    }

    @Override
    public double fraction() {
        return lines.fraction();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

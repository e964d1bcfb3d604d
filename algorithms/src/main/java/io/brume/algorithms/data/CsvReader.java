package io.brume.algorithms.data;

import io.brume.algorithms.BadDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads numbers from comma-separated values. Empty lines are passed over. */
final class CsvReader implements BatchReader {
    private final Input input;
    private final Format.CsvFormat format;
    private final Width width;
    private final FloatParser numbers = new FloatParser();
    private final byte delimiter;
    /** Where the last whole line in the window ends; a line feed stands before it. */
    private int whole;

    private long line;
    /** While a row is read: where its next field begins. */
    private int at;

    private int field;
    private int fields = -1;

    CsvReader(Source source, Format.CsvFormat format, Width width) throws IOException {
        this.format = format;
        this.width = width;
        delimiter = (byte) format.delimiter();
        input = new Input(source);
        if (width.columns() >= 0) {
            fields = width.columns() + leading();
        }
    }

    @Override
    public @Nullable Batch next() throws IOException {
        if (line == 0 && !begin()) {
            return null;
        }
        if (!findRow()) {
            return null;
        }
        if (fields < 0) {
            measure();
        }
        var batch = BatchBuilder.dense(fields - leading(), format.labels(), format.weighted());
        do {
            row(batch);
        } while (batch.hasRoom() && findRow());
        return batch.build();
    }

    /** Passes over a byte order mark and a header. */
    private boolean begin() throws IOException {
        if (input.fill(3, "line", 1)
                && (input.buffer[0] & 0xff) == 0xef
                && (input.buffer[1] & 0xff) == 0xbb
                && (input.buffer[2] & 0xff) == 0xbf) {
            input.position = 3;
        }
        if (format.header()) {
            if (!findRow()) {
                return false;
            }
            while (input.buffer[input.position] != '\n') {
                input.position++;
            }
            input.position++;
        }
        return true;
    }

    /** Moves to the next line that is not empty; false at the end. */
    private boolean findRow() throws IOException {
        while (true) {
            if (input.position >= whole && !findWhole()) {
                return false;
            }
            line++;
            byte[] bytes = input.buffer;
            int p = input.position;
            if (bytes[p] == '\n') {
                input.position = p + 1;
            } else if (bytes[p] == '\r' && bytes[p + 1] == '\n') {
                input.position = p + 2;
            } else {
                return true;
            }
        }
    }

    /** Brings at least one whole line into the window, ending the last line of the file where it does not end itself. */
    private boolean findWhole() throws IOException {
        int searched = 0;
        while (true) {
            int from = input.position + searched;
            for (int p = input.limit - 1; p >= from; p--) {
                if (input.buffer[p] == '\n') {
                    whole = p + 1;
                    return true;
                }
            }
            searched = input.limit - input.position;
            if (!input.more("line", line + 1)) {
                return endLastLine();
            }
        }
    }

    private boolean endLastLine() {
        whole = input.position;
        if (input.position == input.limit) {
            return false;
        }
        if (input.limit == input.buffer.length) {
            input.buffer = Arrays.copyOf(input.buffer, input.limit + 1);
        }
        input.buffer[input.limit++] = '\n';
        whole = input.limit;
        return true;
    }

    private int leading() {
        return format.labels() + (format.weighted() ? 1 : 0);
    }

    /** Learns the width from the first row. */
    private void measure() {
        byte[] bytes = input.buffer;
        boolean quoted = false;
        int count = 1;
        for (int p = input.position; bytes[p] != '\n'; p++) {
            if (bytes[p] == '"') {
                quoted = !quoted;
            } else if (bytes[p] == delimiter && !quoted) {
                count++;
            }
        }
        if (count <= leading()) {
            throw bad("the row has " + count(count) + " but " + leading()
                    + " belong to label and weight, so no feature is left");
        }
        fields = count;
        width.set(count - leading(), format.labels(), true);
    }

    private void row(BatchBuilder batch) {
        at = input.position;
        field = 0;
        int labels = format.labels();
        for (int i = 0; i < labels; i++) {
            batch.labels[batch.rows * labels + i] = number();
            if (Float.isNaN(batch.labels[batch.rows * labels + i])) {
                throw bad("the label is missing");
            }
        }
        if (batch.weights != null) {
            float weight = number();
            if (!(weight >= 0)) {
                throw bad("the weight must be at least 0, not " + weight);
            }
            batch.weights[batch.rows] = weight;
        }
        features(batch.values, batch.rows * batch.stride, batch.columns);
        input.position = at;
        batch.rows++;
    }

    /** All fields but the last, as long as nothing is unusual about them, without leaving this loop. */
    private void features(float[] values, int offset, int columns) {
        byte[] bytes = input.buffer;
        int p = at;
        for (int i = 0; i < columns; i++) {
            float value = numbers.parse(bytes, p);
            int end = numbers.end;
            if (bytes[end] != delimiter || end == p || !(Math.abs(value) <= Float.MAX_VALUE) || i == columns - 1) {
                at = p;
                field = leading() + i;
                values[offset + i] = number();
                p = at;
            } else {
                values[offset + i] = value;
                p = end + 1;
            }
        }
    }

    /** The next field's number. */
    private float number() {
        byte[] bytes = input.buffer;
        float value = numbers.parse(bytes, at);
        int end = numbers.end;
        byte after = bytes[end];
        field++;
        boolean ends = field < fields ? after == delimiter : after == '\n';
        if (ends && end > at && Math.abs(value) <= Float.MAX_VALUE) {
            at = end + 1;
            return value;
        }
        return awkward();
    }

    /** The same for a field with quotes, spaces, a carriage return, nothing in it, or an error. */
    private float awkward() {
        byte[] bytes = input.buffer;
        int from = at;
        int to = from;
        boolean quoted = false;
        while (bytes[to] != '\n' && (quoted || bytes[to] != delimiter)) {
            quoted ^= bytes[to++] == '"';
        }
        boolean last = bytes[to] == '\n';
        if (quoted) {
            throw bad("a quote is not closed in field " + field);
        } else if (last && field < fields) {
            throw bad("the row has " + count(field) + ", not " + fields + " as the rows before");
        } else if (!last && field == fields) {
            throw bad("the row has more than " + count(fields) + ", which the rows before have");
        }
        at = to + 1;
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return meaning(text);
    }

    private float meaning(String text) {
        byte[] bytes = (text + '\n').getBytes(StandardCharsets.UTF_8);
        float value = numbers.parse(bytes, 0);
        if (text.isEmpty() || numbers.end == bytes.length - 1 && Float.isNaN(value)) {
            if (format.missing()) {
                return Float.NaN;
            }
            throw bad("field " + field + (text.isEmpty() ? " is empty" : " is not a number: " + text));
        } else if (numbers.end != bytes.length - 1) {
            throw bad("field " + field + " is not a number: " + Messages.shortened(text));
        } else if (Float.isInfinite(value)) {
            throw bad("field " + field + " is infinite or too large for a float: " + Messages.shortened(text));
        }
        return value;
    }

    private static String count(int fields) {
        return fields == 1 ? "1 field" : fields + " fields";
    }

    private BadDataException bad(String reason) {
        return BadDataException.atLine(input.name, line, reason);
    }

    @Override
    public double fraction() {
        return input.fraction();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}

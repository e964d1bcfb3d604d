package io.brume.learning.tabular;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of CSV as RFC 4180 has it: quoted fields may hold separators, quotes twice, and line ends. Blank lines are passed over. */
public final class CsvRows implements AutoCloseable {

    private static final int LONGEST_ROW = 16 << 20;

    private final BufferedReader reader;

    public CsvRows(InputStream csv) {
        reader = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8), 1 << 16);
    }

    /**
     * The next row's fields; null at the end.
     *
     * @throws IOException when a row never ends, too
     */
    public @Nullable List<String> next() throws IOException {
        while (true) {
            List<String> fields = new ArrayList<>();
            int length = row(fields);
            if (length < 0) {
                return null;
            }
            if (length > 0) {
                return fields;
            }
        }
    }

    /** Reads a row; how many characters it had, or -1 at the end. */
    private int row(List<String> fields) throws IOException {
        var field = new StringBuilder();
        boolean quoted = false;
        int length = 0;
        int c = reader.read();
        if (c == 0xfeff) {
            c = reader.read();
        }
        if (c < 0) {
            return -1;
        }
        for (; c >= 0 && (quoted || c != '\n'); c = reader.read()) {
            if (++length > LONGEST_ROW) {
                throw new IOException(
                        "a row of the CSV has more than " + LONGEST_ROW + " characters; is a quote missing?");
            }
            if (c == '"') {
                reader.mark(1);
                if (quoted && reader.read() == '"') {
                    field.append('"');
                    continue;
                } else if (quoted) {
                    reader.reset();
                }
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else if (c == '\r' && !quoted) {
                length--;
            } else {
                field.append((char) c);
            }
        }
        fields.add(field.toString().strip());
        return length;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

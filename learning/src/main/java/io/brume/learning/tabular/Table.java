package io.brume.learning.tabular;

import io.brume.learning.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What is known of a table: its columns without the target, and the target.
 *
 * @param target the name of the column that is learnt
 * @param labels the target's classes, the class of each number; empty where it is a number itself
 * @param text the column that a model of texts reads; -1 for models of numbers
 */
public record Table(List<Column> columns, String target, List<String> labels, int text) {

    /** The file that makes a folder one with a model of tables: beside it is {@code model/}. */
    public static final String FILE = "table.json";

    public Table {
        columns = List.copyOf(columns);
        labels = List.copyOf(labels);
    }

    /** How many numbers a row becomes. */
    public int width() {
        return columns.stream().mapToInt(Column::width).sum();
    }

    /**
     * The numbers of a row.
     *
     * @param fields without the target's
     * @throws IllegalArgumentException when there are more or fewer fields than columns
     */
    public float[] encode(List<String> fields) {
        check(fields);
        var numbers = new float[width()];
        int at = 0;
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).encode(fields.get(i), numbers, at);
            at += columns.get(i).width();
        }
        return numbers;
    }

    /** The text of a row, for models of texts. */
    public String text(List<String> fields) {
        check(fields);
        return fields.get(text).replaceAll("\\s+", " ");
    }

    private void check(List<String> fields) {
        if (fields.size() != columns.size()) {
            throw new IllegalArgumentException("a row has " + fields.size() + " fields, and the model wants "
                    + columns.size() + ": "
                    + String.join(", ", columns.stream().map(Column::name).toList()));
        }
    }

    /** Whether a row is the header. */
    public boolean isHeader(List<String> fields) {
        return fields.equals(columns.stream().map(Column::name).toList());
    }

    public void save(Path folder) throws IOException {
        Files.writeString(
                folder.resolve(FILE),
                Json.write(Map.of(
                        "columns", columns.stream().map(Column::json).toList(),
                        "target", target,
                        "labels", labels,
                        "text", text)));
    }

    /** @throws IOException when it is none */
    public static Table load(Path folder) throws IOException {
        try {
            Map<String, JsonNode> document =
                    Json.read(Files.readString(folder.resolve(FILE))).asObject();
            List<Column> columns = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            for (JsonNode column : node(document, "columns").asArray()) {
                columns.add(Column.parse(column));
            }
            for (JsonNode label : node(document, "labels").asArray()) {
                labels.add(label.text());
            }
            int text = Integer.parseInt(node(document, "text").asNumber());
            if (text >= columns.size()) {
                throw new IOException(FILE + " names a column that is not there");
            }
            return new Table(columns, node(document, "target").text(), labels, text);
        } catch (RuntimeException e) {
            throw new IOException(FILE + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode node(Map<String, JsonNode> document, String name) {
        JsonNode found = document.get(name);
        if (found == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return found;
    }
}

package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180), each row an object of strings. */
final class Csv {

    private Csv() {}

    /** @param given the columns' names; null to take them from the configuration or the first row */
    static List<JsonNode> items(String text, JsonNode config, @Nullable List<String> given) {
        char delimiter = switch (config.path("CSVDelimiter").asText("COMMA")) {
            case "PIPE" -> '|';
            case "SEMICOLON" -> ';';
            case "SPACE" -> ' ';
            case "TAB" -> '\t';
            default -> ',';
        };
        List<List<String>> rows = rows(text, delimiter);
        List<String> headers = given;
        int first = 0;
        if (headers == null
                && config.path("CSVHeaderLocation").asText("FIRST_ROW").equals("GIVEN")) {
            headers = new ArrayList<>();
            for (JsonNode name : config.path("CSVHeaders")) {
                headers.add(name.asText());
            }
        } else if (headers == null) {
            if (rows.isEmpty()) {
                throw new StateFailure(StateFailure.ITEM_READER, "The CSV file is empty: it has no header");
            }
            headers = rows.getFirst();
            first = 1;
        }
        List<JsonNode> items = new ArrayList<>();
        for (List<String> row : rows.subList(first, rows.size())) {
            ObjectNode item = Json.object();
            for (int i = 0; i < headers.size(); i++) {
                item.put(headers.get(i), i < row.size() ? row.get(i) : "");
            }
            items.add(item);
        }
        return items;
    }

    private static List<List<String>> rows(String text, char delimiter) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        var field = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        int start = text.startsWith("\uFEFF") ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    field.append(c);
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
                any = true;
            } else if (c == delimiter) {
                row.add(field.toString());
                field.setLength(0);
                any = true;
            } else if (c == '\n') {
                if (any || !field.isEmpty()) {
                    row.add(field.toString());
                    rows.add(row);
                }
                row = new ArrayList<>();
                field.setLength(0);
                any = false;
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (any || !field.isEmpty()) {
            row.add(field.toString());
            rows.add(row);
        }
        return rows;
    }
}

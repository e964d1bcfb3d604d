package io.brume.algorithms.blazingtext;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.brume.algorithms.data.LineReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lines of an augmented manifest: {@code {"source": "some words", "label": 1}}, or a list of labels. */
record Manifest(String source, List<String> labels) {
    private static final JsonFactory JSON = new JsonFactory();

    static Manifest of(LineReader line) {
        String source = null;
        var labels = new ArrayList<String>();
        try (var json = JSON.createParser(line.bytes(), line.from(), line.to() - line.from())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "source" -> source = value == JsonToken.VALUE_STRING ? json.getText() : null;
                    case "label" -> labels(json, line, labels);
                    default -> json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw line.bad("the line is not one JSON object");
            }
        } catch (JsonProcessingException e) {
            throw line.bad("the line is not JSON: " + e.getOriginalMessage()).because(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Manifest(checked(source, line), List.copyOf(labels));
    }

    private static String checked(@Nullable String source, LineReader line) {
        if (source == null) {
            throw line.bad("the object has no text \"source\"");
        }
        return source;
    }

    private static void labels(JsonParser json, LineReader line, List<String> labels) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            labels.add(label(json, line));
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            labels.add(label(json, line));
        }
    }

    private static String label(JsonParser json, LineReader line) throws IOException {
        JsonToken token = json.currentToken();
        boolean number = token == JsonToken.VALUE_NUMBER_INT;
        String text = number || token == JsonToken.VALUE_STRING ? json.getText() : "";
        if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
            throw line.bad("a label is not a whole number or a text without spaces");
        }
        return text;
    }
}

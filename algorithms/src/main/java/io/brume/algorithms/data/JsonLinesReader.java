package io.brume.algorithms.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.brume.algorithms.data.ProtobufReader.Keys;
import io.brume.algorithms.data.ProtobufReader.Numbers;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object a line: {@code features} is a list of numbers, or an object with {@code values} and, where sparse,
 * {@code keys} and {@code shape}; {@code label} is a number or a list; {@code weight} a number. They may stand within
 * {@code data}, and a list within {@code values}. Other members are passed over.
 */
final class JsonLinesReader implements BatchReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final LineReader lines;
    private final Width width;
    private final Numbers values = new Numbers();
    private final Numbers labels = new Numbers();
    private final Numbers weight = new Numbers();
    private final Keys keys = new Keys();
    private final Keys shape = new Keys();
    private boolean present;
    private boolean begun;
    private boolean weighted;

    JsonLinesReader(Source source, Width width) {
        lines = new LineReader(List.of(source));
        this.width = width;
    }

    @Override
    public @Nullable Batch next() throws IOException {
        if (!read()) {
            return null;
        }
        if (width.columns() < 0) {
            width.set(sparse() ? declared() : values.size, labels.size, !sparse());
        }
        if (!begun) {
            begun = true;
            weighted = weight.size > 0;
        }
        return width.dense() ? dense() : sparseRows();
    }

    private @Nullable Batch dense() throws IOException {
        var batch = BatchBuilder.dense(width.columns(), width.labels(), weighted);
        do {
            int found = sparse() ? declared() : values.size;
            if (sparse() ? found > batch.columns : found != batch.columns) {
                throw lines.bad("the row has " + found + " features, not " + batch.columns + " as the rows before");
            }
            int offset = batch.rows * batch.stride;
            for (int i = 0; i < values.size; i++) {
                batch.values[offset + (keys.size == 0 ? i : (int) keys.values[i])] = values.values[i];
            }
            checkLabels();
            System.arraycopy(labels.values, 0, batch.labels, batch.rows * batch.labelWidth, batch.labelWidth);
            if (batch.weights != null) {
                batch.weights[batch.rows] = weight.values[0];
            }
            batch.rows++;
        } while (batch.hasRoom() && read());
        return batch.build();
    }

    private @Nullable Batch sparseRows() throws IOException {
        var batch = new BatchBuilder.Sparse(width.labels(), weighted);
        do {
            width.set(Math.max(width.columns(), sparse() ? declared() : values.size), width.labels(), false);
            for (int i = 0; i < values.size; i++) {
                batch.add(keys.size == 0 ? i : (int) keys.values[i], values.values[i]);
            }
            checkLabels();
            int twice = batch.endRow(labels.values, weighted ? weight.values[0] : 1);
            if (twice >= 0) {
                throw lines.bad("the key " + twice + " occurs twice");
            }
        } while (!batch.full() && read());
        return batch.build(width.columns());
    }

    private boolean sparse() {
        return keys.size > 0 || shape.size == 1 && values.size == 0;
    }

    private int declared() {
        long columns = 0;
        for (int i = 0; i < keys.size; i++) {
            long key = keys.values[i];
            if (key < 0 || key >= Integer.MAX_VALUE - 8 || shape.size == 1 && key >= shape.values[0]) {
                throw lines.bad("the key " + key + " is out of range");
            }
            columns = Math.max(columns, key + 1);
        }
        if (keys.size != values.size) {
            throw lines.bad("the row has " + values.size + " values but " + keys.size + " keys");
        }
        if (shape.size == 1) {
            columns = shape.values[0];
        }
        if (columns < 0 || columns >= Integer.MAX_VALUE - 8) {
            throw lines.bad("the shape is out of range");
        }
        return (int) columns;
    }

    private void checkLabels() {
        if (labels.size != width.labels()) {
            throw lines.bad("the row has " + labels.size + " labels, not " + width.labels() + " as the rows before");
        } else if (weight.size != (weighted ? 1 : 0)) {
            throw lines.bad("either every row has a weight or none has");
        }
    }

    private boolean read() throws IOException {
        do {
            if (!lines.next()) {
                return false;
            }
        } while (lines.blank());
        values.size = 0;
        labels.size = 0;
        weight.size = 0;
        keys.size = 0;
        shape.size = 0;
        present = false;
        try (var json = JSON.createParser(lines.bytes(), lines.from(), lines.to() - lines.from())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw lines.bad("the line is not a JSON object");
            }
            object(json);
            if (json.nextToken() != null) {
                throw lines.bad("something follows the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw lines.bad("the line is not JSON: " + e.getOriginalMessage()).because(e);
        }
        if (!present) {
            throw lines.bad("the object has no features");
        }
        return true;
    }

    private void object(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "data" -> {
                    if (value == JsonToken.START_OBJECT) {
                        object(json);
                    } else {
                        json.skipChildren();
                    }
                }
                case "features" -> {
                    present = true;
                    tensor(json, values, name);
                }
                case "label" -> tensor(json, labels, name);
                case "weight" -> tensor(json, weight, name);
                default -> json.skipChildren();
            }
        }
    }

    /** A number, a list of numbers, or an object with values, keys and shape. */
    private void tensor(JsonParser json, Numbers into, String what) throws IOException {
        switch (json.currentToken()) {
            case START_ARRAY -> numbers(json, into, what);
            case START_OBJECT -> {
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    switch (name) {
                        case "values" -> tensor(json, into, what);
                        case "keys" -> whole(json, keys, name);
                        case "shape" -> whole(json, shape, name);
                        default -> json.skipChildren();
                    }
                }
            }
            default -> number(json, into, what);
        }
    }

    private void numbers(JsonParser json, Numbers into, String what) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            number(json, into, what);
        }
    }

    private void number(JsonParser json, Numbers into, String what) throws IOException {
        if (json.currentToken() == null || !json.currentToken().isNumeric()) {
            throw lines.bad("the " + what + " must be numbers, not " + Messages.shortened(json.getText()));
        }
        // Through the text, since a double that is rounded again is not always the nearest float.
        float value = Float.parseFloat(json.getText());
        if (!Float.isFinite(value)) {
            throw lines.bad("the " + what + " are too large for floats: " + Messages.shortened(json.getText()));
        }
        into.ensure(1);
        into.values[into.size++] = value;
    }

    private void whole(JsonParser json, Keys into, String what) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw lines.bad("the " + what + " must be a list");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || !json.getNumberType().equals(JsonParser.NumberType.INT)) {
                throw lines.bad("the " + what + " must be whole numbers, not " + Messages.shortened(json.getText()));
            }
            into.add(json.getIntValue());
        }
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

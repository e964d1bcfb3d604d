package io.brume.storage.s3;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts by names as one text, to be kept in a column. */
final class StringMap {

    private static final JsonFactory JSON = new JsonFactory();

    private StringMap() {}

    /** Null for an empty map. */
    static @Nullable String write(Map<String, String> map) {
        if (map.isEmpty()) {
            return null;
        }
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (var entry : map.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static Map<String, String> read(@Nullable String text) {
        Map<String, String> map = new LinkedHashMap<>();
        if (text != null) {
            try (JsonParser json = JSON.createParser(text)) {
                json.nextToken();
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    map.put(name, json.nextTextValue());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return map;
    }
}

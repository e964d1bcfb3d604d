package io.brume.operations.metrics;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** Writes maps, collections, texts, numbers and booleans as JSON. */
final class Json {

    private Json() {}

    /** A map in the order of its entries; those without a value are left out. */
    static Map<String, Object> object(@Nullable Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (namesAndValues[i] instanceof String name && value != null) {
                object.put(name, value);
            }
        }
        return object;
    }

    static String write(Object value) {
        try (JsonWriter writer = JsonWriter.create()) {
            write(writer, value);
            return new String(writer.getBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(JsonWriter writer, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                writer.writeStartObject();
                map.forEach((name, member) -> {
                    writer.writeFieldName(String.valueOf(name));
                    write(writer, member);
                });
                writer.writeEndObject();
            }
            case Collection<?> collection -> {
                writer.writeStartArray();
                collection.forEach(member -> write(writer, member));
                writer.writeEndArray();
            }
            case Integer number -> writer.writeValue(number.intValue());
            case Long number -> writer.writeValue(number.longValue());
            case Double number -> writer.writeValue(number.doubleValue());
            case Boolean bool -> writer.writeValue(bool.booleanValue());
            default -> writer.writeValue(value.toString());
        }
    }
}

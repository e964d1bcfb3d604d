package io.brume.learning.platform;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** Reads and writes the JSON documents of the container contract, of events and of manifests. */
public final class Json {

    private Json() {}

    /**
     * The tree of a document.
     *
     * @throws java.io.UncheckedIOException or another runtime exception when it is no JSON
     */
    public static JsonNode read(String text) {
        return JsonNode.parser().parse(text);
    }

    /** A document of maps with texts as keys, lists, texts, numbers, booleans, nodes and nulls. */
    public static String write(Object value) {
        try (var writer = JsonWriter.create()) {
            write(value, writer);
            return new String(writer.getBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(Object value, JsonWriter to) {
        switch (value) {
            case Map<?, ?> map -> {
                to.writeStartObject();
                map.forEach((name, member) -> {
                    to.writeFieldName(String.valueOf(name));
                    write(member, to);
                });
                to.writeEndObject();
            }
            case List<?> list -> {
                to.writeStartArray();
                list.forEach(item -> write(item, to));
                to.writeEndArray();
            }
            case JsonNode node -> write(node, to);
            case Boolean bool -> to.writeValue(bool.booleanValue());
            case Integer number -> to.writeValue(number.intValue());
            case Long number -> to.writeValue(number.longValue());
            case Double number -> to.writeValue(number.doubleValue());
            default -> to.writeValue(value.toString());
        }
    }

    private static void write(JsonNode node, JsonWriter to) {
        if (node.isObject()) {
            write((Object) node.asObject(), to);
        } else if (node.isArray()) {
            write((Object) node.asArray(), to);
        } else if (node.isNumber()) {
            to.writeNumber(node.asNumber());
        } else if (node.isBoolean()) {
            to.writeValue(node.asBoolean());
        } else if (node.isNull()) {
            to.writeNull();
        } else {
            to.writeValue(node.text());
        }
    }
}

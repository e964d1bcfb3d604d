package io.brume.kernel.shape;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.brume.kernel.operation.Structure;
import io.brume.kernel.wire.Fault;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The SDK's shapes as plain values (maps, lists, strings, numbers, booleans), in the way of Step Functions: members' names begin
 * with a capital, moments are ISO 8601, bytes are text where they are UTF-8 and Base64 where they are not.
 */
public final class PlainShapes {

    private static final JsonFactory JSON = new JsonFactory();

    private PlainShapes() {}

    /** A shape's members by name. */
    public static Map<String, Object> write(SdkPojo shape) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (SdkField<?> field : Structure.of(shape).all()) {
            Object value = Structure.value(field, shape);
            if (value != null) {
                members.put(capitalized(field.memberName()), plain(value));
            }
        }
        return members;
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case SdkPojo shape -> write(shape);
            case List<?> list -> list.stream().map(PlainShapes::plain).toList();
            case Map<?, ?> map -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                map.forEach((key, item) -> entries.put(key.toString(), plain(item)));
                yield entries;
            }
            case SdkBytes bytes -> text(bytes.asByteArrayUnsafe());
            case Instant moment -> moment.toString();
            case Document document -> String.valueOf(document.unwrap());
            default -> value;
        };
    }

    /** Bytes as text: themselves where they are UTF-8, else in Base64. */
    public static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    /** The bytes of a text, or of any other value's JSON. */
    public static byte[] bytes(Object value) {
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            json(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void json(@Nullable Object value, JsonGenerator out) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean bool -> out.writeBoolean(bool);
            case Number number -> out.writeNumber(number.toString());
            case List<?> list -> {
                out.writeStartArray();
                for (Object item : list) {
                    json(item, out);
                }
                out.writeEndArray();
            }
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (var entry : map.entrySet()) {
                    out.writeFieldName(entry.getKey().toString());
                    json(entry.getValue(), out);
                }
                out.writeEndObject();
            }
            default -> throw new IllegalArgumentException(value.getClass() + " has no JSON");
        }
    }

    /**
     * Fills a builder.
     *
     * @param values by members' names, whatever the case of their first letter
     * @param besides the name of a value that is no member; null for none
     * @return that value
     * @throws Fault when there is no such member, or it takes no such value
     */
    public static @Nullable Object read(Map<String, ?> values, SdkPojo builder, @Nullable String besides) {
        Object found = null;
        for (var entry : values.entrySet()) {
            String name = entry.getKey();
            SdkField<?> field = member(builder, name);
            if (field == null && name.equals(besides)) {
                found = entry.getValue();
            } else if (field == null) {
                throw new Fault(Fault.Kind.VALIDATION, "The field \"" + name + "\" is not supported by Step Functions");
            } else if (entry.getValue() != null) {
                field.set(builder, value(name, entry.getValue(), field));
            }
        }
        return found;
    }

    private static @Nullable SdkField<?> member(SdkPojo builder, String name) {
        Structure structure = Structure.of(builder);
        SdkField<?> exact = structure.member(name);
        if (exact != null || name.isEmpty()) {
            return exact;
        }
        SdkField<?> lower = structure.member(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
        return lower != null ? lower : structure.member(capitalized(name));
    }

    private static Object value(String name, Object value, SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING ->
                switch (value) {
                    case String text -> text;
                    case Map<?, ?> _, List<?> _ -> new String(bytes(value), StandardCharsets.UTF_8);
                    default -> throw wrong(name, value, "a string");
                };
            case INTEGER -> number(name, value).intValue();
            case LONG -> number(name, value).longValue();
            case SHORT -> number(name, value).shortValue();
            case BYTE -> number(name, value).byteValue();
            case FLOAT -> number(name, value).floatValue();
            case DOUBLE -> number(name, value).doubleValue();
            case BIG_DECIMAL -> new BigDecimal(number(name, value).toString());
            case BOOLEAN -> {
                if (!(value instanceof Boolean bool)) {
                    throw wrong(name, value, "a boolean");
                }
                yield bool;
            }
            case INSTANT -> moment(name, value);
            case SDK_BYTES -> SdkBytes.fromByteArray(bytes(value));
            case SDK_POJO -> {
                if (!(value instanceof Map<?, ?> map)) {
                    throw wrong(name, value, "an object");
                }
                SdkPojo nested = field.constructor().get();
                Object unused = read(keyed(map), nested, null);
                yield ((Buildable) nested).build();
            }
            case LIST -> {
                if (!(value instanceof List<?> list)) {
                    throw wrong(name, value, "an array");
                }
                SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
                List<Object> items = new ArrayList<>();
                for (Object item : list) {
                    if (item != null) {
                        items.add(value(name, item, member));
                    }
                }
                yield items;
            }
            case MAP -> {
                if (!(value instanceof Map<?, ?> map)) {
                    throw wrong(name, value, "an object");
                }
                SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
                Map<String, Object> entries = new LinkedHashMap<>();
                keyed(map).forEach((key, item) -> {
                    if (item != null) {
                        entries.put(key, value(name, item, member));
                    }
                });
                yield entries;
            }
            case DOCUMENT -> document(value);
            default -> throw wrong(name, value, "something else");
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> keyed(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private static Number number(String name, Object value) {
        if (value instanceof Number number) {
            return number;
        }
        throw wrong(name, value, "a number");
    }

    private static Instant moment(String name, Object value) {
        try {
            return value instanceof Number seconds
                    ? Instant.ofEpochMilli(Math.round(seconds.doubleValue() * 1000))
                    : OffsetDateTime.parse(value.toString()).toInstant();
        } catch (DateTimeException e) {
            throw wrong(name, value, "a timestamp");
        }
    }

    private static Document document(Object value) {
        return switch (value) {
            case String text -> Document.fromString(text);
            case Boolean bool -> Document.fromBoolean(bool);
            case Number number -> Document.fromNumber(SdkNumber.fromString(number.toString()));
            case List<?> list ->
                Document.fromList(list.stream()
                        .map(item -> item == null ? Document.fromNull() : document(item))
                        .toList());
            case Map<?, ?> map -> {
                Map<String, Document> entries = new LinkedHashMap<>();
                keyed(map)
                        .forEach((key, item) -> entries.put(key, item == null ? Document.fromNull() : document(item)));
                yield Document.fromMap(entries);
            }
            default -> throw new IllegalArgumentException(value.getClass() + " is no document");
        };
    }

    private static Fault wrong(String name, Object value, String wanted) {
        String shown = String.valueOf(value);
        return new Fault(
                Fault.Kind.SERIALIZATION,
                "The value of \"" + name + "\" must be " + wanted + " but is "
                        + (shown.length() > 64 ? shown.substring(0, 64) + "…" : shown));
    }
}

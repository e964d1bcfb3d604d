package io.brume.kernel.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.brume.kernel.operation.Structure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills SDK builders from JSON or CBOR. Members that the model does not know are skipped, as AWS skips them. */
final class StructuredReader {

    private final JsonParser parser;
    private final Timestamps timestamps;

    private final int maxDepth;

    private StructuredReader(JsonParser parser, Timestamps timestamps, int maxDepth) {
        this.parser = parser;
        this.timestamps = timestamps;
        this.maxDepth = maxDepth;
    }

    /**
     * Reads one structure into a builder; an empty body leaves it as it is.
     *
     * @param timestamps how the protocol writes moments
     * @param maxDepth the deepest nesting of structures, lists and maps
     * @throws Fault when the body is not what the builder's members say
     */
    static void read(JsonFactory format, byte[] body, Timestamps timestamps, int maxDepth, SdkPojo builder) {
        if (body.length == 0) {
            return;
        }
        try (JsonParser parser = format.createParser(body)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return;
            }
            if (token != JsonToken.START_OBJECT) {
                throw Fault.serialization(startOf(token) + " found where not expected.");
            }
            new StructuredReader(parser, timestamps, maxDepth).structure(builder);
            if (parser.nextToken() != null) {
                throw Fault.serialization("Unexpected content after the end of the request");
            }
        } catch (IOException | ArithmeticException | IllegalArgumentException | ClassCastException e) {
            throw new Fault(Fault.Kind.SERIALIZATION, "The request could not be parsed: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.length() > 200 ? line.substring(0, 200) : line;
    }

    private static String startOf(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "Start of list";
            case START_OBJECT -> "Start of structure or map";
            default -> token.name();
        };
    }

    private void structure(SdkPojo builder) throws IOException {
        Structure structure = Structure.of(builder);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            SdkField<?> field = structure.named(parser.currentName());
            parser.nextToken();
            if (field == null) {
                parser.skipChildren();
                continue;
            }
            Object value = value(field);
            if (value != null) {
                field.set(builder, value);
            }
        }
    }

    private @Nullable Object value(SdkField<?> field) throws IOException {
        JsonToken token = parser.currentToken();
        MarshallingType<?> type = field.marshallingType();
        if (token == JsonToken.VALUE_NULL && type != MarshallingType.DOCUMENT) {
            return null;
        }
        return switch (type.getKnownType()) {
            case STRING -> string(token);
            case INTEGER -> number(token).getIntValue();
            case LONG -> number(token).getLongValue();
            case SHORT -> number(token).getShortValue();
            case BYTE -> number(token).getByteValue();
            case FLOAT -> (float) real(token);
            case DOUBLE -> real(token);
            case BIG_DECIMAL -> number(token).getDecimalValue();
            case BOOLEAN -> bool(token);
            case INSTANT -> token == JsonToken.VALUE_STRING ? Timestamps.read(parser.getText()) : moment(token);
            case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(parser.getBinaryValue());
            case SDK_POJO -> {
                expect(token, JsonToken.START_OBJECT);
                SdkPojo nested = field.constructor().get();
                structure(nested);
                yield ((Buildable) nested).build();
            }
            case LIST -> {
                expect(token, JsonToken.START_ARRAY);
                yield list(field.getTrait(ListTrait.class).memberFieldInfo());
            }
            case MAP -> {
                expect(token, JsonToken.START_OBJECT);
                yield map(field.getTrait(MapTrait.class).valueFieldInfo());
            }
            case DOCUMENT -> document();
            default -> throw new IllegalStateException("cannot read " + type);
        };
    }

    /** A null in a list or a map says nothing, as AWS takes it: services get none. */
    private List<Object> list(SdkField<?> member) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object item = value(member);
            if (item != null) {
                list.add(item);
            }
        }
        return list;
    }

    private Map<String, Object> map(SdkField<?> member) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            Object item = value(member);
            if (item != null) {
                map.put(key, item);
            }
        }
        return map;
    }

    private String string(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        throw cannotConvert(token, "String");
    }

    private JsonParser number(JsonToken token) {
        if (!token.isNumeric()) {
            throw cannotConvert(token, "Number");
        }
        return parser;
    }

    /** A floating-point number; JSON has strings for those that it cannot write. */
    private double real(JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return number(token).getDoubleValue();
        }
        return switch (parser.getText()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw cannotConvert(token, "Number");
        };
    }

    private boolean bool(JsonToken token) {
        if (!token.isBoolean()) {
            throw cannotConvert(token, "Boolean");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private Object moment(JsonToken token) throws IOException {
        double value = number(token).getDoubleValue();
        return Timestamps.ofSeconds(timestamps == Timestamps.EPOCH_MILLIS ? value / 1000 : value);
    }

    private Document document() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> Document.fromNull();
            case VALUE_STRING -> Document.fromString(parser.getText());
            case VALUE_TRUE -> Document.fromBoolean(true);
            case VALUE_FALSE -> Document.fromBoolean(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(SdkNumber.fromString(parser.getText()));
            case START_ARRAY -> {
                List<Document> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(document());
                }
                yield Document.fromList(list);
            }
            case START_OBJECT -> {
                Map<String, Document> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    map.put(key, document());
                }
                yield Document.fromMap(map);
            }
            default -> throw cannotConvert(parser.currentToken(), "Document");
        };
    }

    private void expect(JsonToken token, JsonToken expected) {
        if (parser.getParsingContext().getNestingDepth() > maxDepth) {
            throw Fault.serialization("The request is nested deeper than " + maxDepth + " levels");
        }
        if (token != expected) {
            throw Fault.serialization(
                    token.isStructStart()
                            ? startOf(token) + " found where not expected."
                            : "Expected " + (expected == JsonToken.START_ARRAY ? "list" : "structure or map")
                                    + " or null");
        }
    }

    private static Fault cannotConvert(JsonToken token, String type) {
        if (token.isStructStart()) {
            return Fault.serialization(startOf(token) + " found where not expected.");
        }
        String name = token.isNumeric()
                ? "NUMBER_VALUE"
                : token.isBoolean() ? token.name().replace("VALUE_", "") + "_VALUE" : "STRING_VALUE";
        return Fault.serialization(name + " can not be converted to a " + type);
    }
}

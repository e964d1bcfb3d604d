package io.brume.serverless.states.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads, makes and writes JSON. */
public final class Json {

    /** Strings within definitions and payloads are bounded by their own limits. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(500).build());
    }

    private Json() {}

    /** The value that a text is; empty when it is no JSON. */
    public static Optional<JsonNode> parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The value of a text that this program wrote. */
    public static JsonNode read(String text) {
        return parse(text).orElseThrow(() -> new IllegalStateException("no JSON"));
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static ArrayNode array(Iterable<? extends JsonNode> items) {
        ArrayNode array = array();
        items.forEach(array::add);
        return array;
    }

    public static JsonNode text(@Nullable String text) {
        return text == null ? NullNode.getInstance() : TextNode.valueOf(text);
    }

    /** A member's text; null when it is not there or no text. */
    public static @Nullable String textOf(JsonNode node, String member) {
        JsonNode value = node.get(member);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    /** Maps, lists, strings, numbers, booleans and null as JSON. */
    public static JsonNode ofPlain(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.getInstance();
            case JsonNode node -> node;
            case CharSequence text -> TextNode.valueOf(text.toString());
            case Boolean bool -> BooleanNode.valueOf(bool);
            case Map<?, ?> map -> {
                ObjectNode object = object();
                map.forEach((key, item) -> object.set(String.valueOf(key), ofPlain(item)));
                yield object;
            }
            case Iterable<?> list -> {
                ArrayNode array = array();
                list.forEach(item -> array.add(ofPlain(item)));
                yield array;
            }
            case Double number -> real(number);
            case Float number -> real(number.doubleValue());
            case Number number -> MAPPER.valueToTree(number);
            default -> TextNode.valueOf(value.toString());
        };
    }

    /** Whole numbers are written without a fraction, as JavaScript writes them. */
    private static JsonNode real(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            long whole = (long) number;
            return whole == (int) whole
                    ? JsonNodeFactory.instance.numberNode((int) whole)
                    : JsonNodeFactory.instance.numberNode(whole);
        }
        return JsonNodeFactory.instance.numberNode(number);
    }

    /** JSON as maps, lists, strings, numbers, booleans and null. */
    public static @Nullable Object toPlain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), toPlain(entry.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(node.size());
                node.forEach(item -> list.add(toPlain(item)));
                yield list;
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            default -> null;
        };
    }

    private static Number number(JsonNode node) {
        Number number = node.numberValue();
        return number instanceof BigInteger ? Double.valueOf(number.doubleValue()) : number;
    }
}

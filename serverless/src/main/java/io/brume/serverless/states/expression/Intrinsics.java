package io.brume.serverless.states.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.brume.serverless.states.expression.IntrinsicCall.Argument;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The intrinsic functions of JSONPath templates: {@code States.Format('…{}', $.name)} and the others. */
final class Intrinsics {

    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_RANGE = 1_000;

    /** How many arguments each takes: at least, at most. */
    private static final Map<String, int[]> FUNCTIONS = Map.ofEntries(
            Map.entry("Format", new int[] {1, Integer.MAX_VALUE}),
            Map.entry("StringToJson", new int[] {1, 1}),
            Map.entry("JsonToString", new int[] {1, 1}),
            Map.entry("Array", new int[] {0, Integer.MAX_VALUE}),
            Map.entry("ArrayPartition", new int[] {2, 2}),
            Map.entry("ArrayContains", new int[] {2, 2}),
            Map.entry("ArrayRange", new int[] {3, 3}),
            Map.entry("ArrayGetItem", new int[] {2, 2}),
            Map.entry("ArrayLength", new int[] {1, 1}),
            Map.entry("ArrayUnique", new int[] {1, 1}),
            Map.entry("Base64Encode", new int[] {1, 1}),
            Map.entry("Base64Decode", new int[] {1, 1}),
            Map.entry("Hash", new int[] {2, 2}),
            Map.entry("JsonMerge", new int[] {3, 3}),
            Map.entry("MathRandom", new int[] {2, 3}),
            Map.entry("MathAdd", new int[] {2, 2}),
            Map.entry("StringSplit", new int[] {2, 2}),
            Map.entry("UUID", new int[] {0, 0}));

    private static final Map<String, String> DIGESTS =
            Map.of("MD5", "MD5", "SHA-1", "SHA-1", "SHA-256", "SHA-256", "SHA-384", "SHA-384", "SHA-512", "SHA-512");

    private Intrinsics() {}

    /** Whether a call names a function that there is, with as many arguments as it takes, and so do its arguments. */
    static boolean isKnown(IntrinsicCall call) {
        int[] count = FUNCTIONS.get(call.function());
        return count != null
                && call.arguments().size() >= count[0]
                && call.arguments().size() <= count[1]
                && call.arguments().stream()
                        .allMatch(argument -> !(argument instanceof Argument.Nested nested) || isKnown(nested.call()));
    }

    /** @throws StateFailure {@code States.IntrinsicFailure}, or what a path in it throws */
    static JsonNode evaluate(String text, Environment environment) {
        IntrinsicCall call = IntrinsicCall.parse(text)
                .filter(Intrinsics::isKnown)
                .orElseThrow(() -> failure(text, "it is no call of an intrinsic function"));
        return evaluate(call, environment, text);
    }

    private static JsonNode evaluate(IntrinsicCall call, Environment environment, String text) {
        List<JsonNode> values = new ArrayList<>();
        for (Argument argument : call.arguments()) {
            values.add(
                    switch (argument) {
                        case Argument.Literal literal -> literal.value();
                        case Argument.Text quoted -> TextNode.valueOf(quoted.unescaped());
                        case Argument.Nested nested -> evaluate(nested.call(), environment, text);
                        case Argument.Place place ->
                            Paths.find(place.path(), environment)
                                    .orElseThrow(() -> failure(
                                            text,
                                            "the JSONPath '" + place.path()
                                                    + "' could not be found in the input '"
                                                    + Templates.abbreviated(
                                                            environment.input().toString())
                                                    + "'"));
                    });
        }
        try {
            return call.function().equals("Format") ? format(call, values) : apply(call.function(), values);
        } catch (IllegalArgumentException e) {
            throw failure(text, String.valueOf(e.getMessage()));
        }
    }

    private static StateFailure failure(String text, String why) {
        return StateFailure.evaluation(
                StateFailure.INTRINSIC, "The function '" + text + "' had the following error: " + why);
    }

    private static JsonNode apply(String function, List<JsonNode> a) {
        return switch (function) {
            case "StringToJson" ->
                Json.parse(text(a, 0)).orElseThrow(() -> new IllegalArgumentException("the argument is no valid JSON"));
            case "JsonToString" -> TextNode.valueOf(a.getFirst().toString());
            case "Array" -> Json.array(a);
            case "ArrayPartition" -> partition(items(a, 0), whole(a, 1));
            case "ArrayContains" -> BooleanNode.valueOf(contains(items(a, 0), a.get(1)));
            case "ArrayRange" -> range(whole(a, 0), whole(a, 1), whole(a, 2));
            case "ArrayGetItem" -> item(items(a, 0), whole(a, 1));
            case "ArrayLength" -> IntNode.valueOf(items(a, 0).size());
            case "ArrayUnique" -> unique(items(a, 0));
            case "Base64Encode" ->
                TextNode.valueOf(
                        Base64.getEncoder().encodeToString(bounded(text(a, 0)).getBytes(StandardCharsets.UTF_8)));
            case "Base64Decode" ->
                TextNode.valueOf(new String(Base64.getDecoder().decode(bounded(text(a, 0))), StandardCharsets.UTF_8));
            case "Hash" -> TextNode.valueOf(hash(bounded(asText(a.getFirst())), text(a, 1)));
            case "JsonMerge" -> merge(a);
            case "MathRandom" -> random(a);
            case "MathAdd" -> number(Math.addExact(whole(a, 0), whole(a, 1)));
            case "StringSplit" -> split(text(a, 0), text(a, 1));
            case "UUID" -> TextNode.valueOf(UUID.randomUUID().toString());
            default -> throw new IllegalArgumentException("there is no function States." + function);
        };
    }

    private static String text(List<JsonNode> arguments, int index) {
        JsonNode value = arguments.get(index);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("argument " + (index + 1) + " must be a string");
        }
        return value.textValue();
    }

    private static String asText(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static String bounded(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("the string is longer than " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    private static ArrayNode items(List<JsonNode> arguments, int index) {
        if (arguments.get(index) instanceof ArrayNode array) {
            return array;
        }
        throw new IllegalArgumentException("argument " + (index + 1) + " must be an array");
    }

    /** A whole number; one with a fraction is rounded, as AWS does. */
    private static int whole(List<JsonNode> arguments, int index) {
        JsonNode value = arguments.get(index);
        double number = Math.rint(value.doubleValue());
        if (!value.isNumber() || number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("argument " + (index + 1) + " must be an integer");
        }
        return (int) number;
    }

    private static JsonNode number(long value) {
        return JsonNodeFactory.instance.numberNode(value);
    }

    private static JsonNode partition(ArrayNode array, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("the chunk size must be a positive integer");
        }
        ArrayNode chunks = Json.array();
        for (int i = 0; i < array.size(); i++) {
            if (i % size == 0) {
                chunks.addArray();
            }
            ((ArrayNode) chunks.get(chunks.size() - 1)).add(array.get(i));
        }
        return chunks;
    }

    private static boolean contains(ArrayNode array, JsonNode wanted) {
        for (JsonNode item : array) {
            if (same(item, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    private static JsonNode range(long first, long last, long step) {
        if (step == 0) {
            throw new IllegalArgumentException("the step must not be 0");
        }
        if ((last - first) / step >= LONGEST_RANGE) {
            throw new IllegalArgumentException("the range has more than " + LONGEST_RANGE + " elements");
        }
        ArrayNode range = Json.array();
        for (long i = first; step > 0 ? i <= last : i >= last; i += step) {
            range.add((int) i);
        }
        return range;
    }

    private static JsonNode item(ArrayNode array, int index) {
        JsonNode item = index < 0 ? null : array.get(index);
        if (item == null) {
            throw new IllegalArgumentException("the index " + index + " is out of the array's bounds");
        }
        return item;
    }

    private static JsonNode unique(ArrayNode array) {
        Set<JsonNode> seen = new LinkedHashSet<>();
        array.forEach(seen::add);
        return Json.array(seen);
    }

    static String hash(String data, String algorithm) {
        String name = DIGESTS.get(algorithm);
        if (name == null) {
            throw new IllegalArgumentException("the algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512");
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(name).digest(data.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode merge(List<JsonNode> a) {
        if (!(a.get(0) instanceof ObjectNode first) || !(a.get(1) instanceof ObjectNode second)) {
            throw new IllegalArgumentException("the first two arguments must be objects");
        }
        if (!a.get(2).isBoolean() || a.get(2).booleanValue()) {
            throw new IllegalArgumentException("only shallow merging is supported: the third argument must be false");
        }
        ObjectNode merged = Json.object();
        merged.setAll(first);
        merged.setAll(second);
        return merged;
    }

    private static JsonNode random(List<JsonNode> a) {
        int from = whole(a, 0);
        int to = whole(a, 1);
        if (from >= to) {
            throw new IllegalArgumentException("the end must be greater than the start");
        }
        return number(
                a.size() == 3
                        ? new Random(whole(a, 2)).nextLong(from, to)
                        : ThreadLocalRandom.current().nextLong(from, to));
    }

    private static JsonNode split(String text, String delimiters) {
        ArrayNode parts = Json.array();
        var tokens = new StringTokenizer(text, delimiters);
        while (tokens.hasMoreTokens()) {
            parts.add(tokens.nextToken());
        }
        return parts;
    }

    /** A backslash takes the next character as itself; {@code {}} takes the next argument. */
    private static JsonNode format(IntrinsicCall call, List<JsonNode> a) {
        String template = call.arguments().getFirst() instanceof Argument.Text quoted ? quoted.raw() : text(a, 0);
        var made = new StringBuilder();
        int next = 1;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '\\' && i + 1 < template.length()) {
                made.append(template.charAt(++i));
            } else if (c == '{') {
                if (i + 1 >= template.length() || template.charAt(i + 1) != '}') {
                    throw new IllegalArgumentException("an opening brace is neither escaped nor closed at once");
                }
                i++;
                if (next == a.size()) {
                    throw new IllegalArgumentException("there are more placeholders {} than arguments");
                }
                made.append(asText(a.get(next++)));
            } else if (c == '}') {
                throw new IllegalArgumentException("a closing brace is not escaped");
            } else {
                made.append(c);
            }
        }
        if (next != a.size()) {
            throw new IllegalArgumentException("there are more arguments than placeholders {}");
        }
        return TextNode.valueOf(made.toString());
    }
}

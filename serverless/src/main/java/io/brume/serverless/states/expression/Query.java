package io.brume.serverless.states.expression;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * JSONata expressions, {@code {% … %}}. An evaluation is bounded in time and depth, whatever the expression; {@code $eval} is not
 * there, as on AWS, and Step Functions' own functions are: {@code $partition}, {@code $range}, {@code $hash}, {@code $random},
 * {@code $uuid}, {@code $parse}.
 */
public final class Query {

    private static final long MILLIS = 3_000;
    private static final int DEPTH = 400;
    private static final int LONGEST_RANGE = 1_000_000;

    private Query() {}

    public static boolean isQuery(String text) {
        return text.startsWith("{%") && text.endsWith("%}") && text.length() >= 4;
    }

    private static String inner(String text) {
        return text.substring(2, text.length() - 2).strip();
    }

    /** What is wrong with an expression before it is evaluated; null when nothing is. */
    public static @Nullable String syntaxError(String text) {
        try {
            Jsonata unused = Jsonata.jsonata(inner(text));
            return null;
        } catch (RuntimeException | StackOverflowError e) {
            return message(e);
        }
    }

    /**
     * The value of an expression.
     *
     * @param field what it is the value of, for errors
     * @throws StateFailure {@code States.QueryEvaluationError} when it fails, or has none
     */
    public static JsonNode evaluate(String text, String field, Environment environment) {
        String expression = inner(text);
        Object value;
        try {
            Jsonata compiled = Jsonata.jsonata(expression);
            compiled.setOutputConvertNulls(false);
            compiled.setValidateInput(false);
            Jsonata.Frame frame = compiled.createFrame();
            frame.setRuntimeBounds(MILLIS, DEPTH);
            bind(frame, environment);
            value = compiled.evaluate(null, frame);
        } catch (RuntimeException | StackOverflowError e) {
            throw StateFailure.evaluation(
                    StateFailure.QUERY,
                    "The JSONata expression '" + expression + "' specified for the field '" + field
                            + "' threw an error during evaluation. " + message(e));
        }
        if (value == null) {
            throw StateFailure.evaluation(
                    StateFailure.QUERY,
                    "The JSONata expression '" + expression + "' specified for the field '" + field
                            + "' returned nothing (undefined).");
        }
        return json(value, expression, field);
    }

    private static String message(Throwable e) {
        return switch (e) {
            case StackOverflowError _ -> "U1001: Stack overflow";
            case JException jsonata -> jsonata.getError() + ": " + jsonata.getMessage();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static void bind(Jsonata.Frame frame, Environment environment) {
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        states.put("input", Json.toPlain(environment.input()));
        states.put("context", Json.toPlain(environment.context()));
        JsonNode result = environment.result();
        if (result != null) {
            states.put("result", Json.toPlain(result));
        }
        JsonNode errorOutput = environment.errorOutput();
        if (errorOutput != null) {
            states.put("errorOutput", Json.toPlain(errorOutput));
        }
        frame.bind("states", states);
        environment.variables().forEach((name, value) -> {
            Object plain = Json.toPlain(value);
            frame.bind(name, plain == null ? Jsonata.NULL_VALUE : plain);
        });
        frame.bind(
                "eval",
                new Jsonata.JFunction(
                        (_, _) -> {
                            throw new IllegalArgumentException("The function $eval is not supported by Step Functions");
                        },
                        null));
        frame.bind("partition", function(2, a -> partition(list(a.get(0)), whole(a.get(1)))));
        frame.bind("range", function(3, a -> range(whole(a.get(0)), whole(a.get(1)), whole(a.get(2)))));
        frame.bind("hash", function(2, a -> Intrinsics.hash(String.valueOf(a.get(0)), String.valueOf(a.get(1)))));
        frame.bind(
                "random",
                function(
                        0,
                        a -> a.isEmpty() || a.getFirst() == null
                                ? ThreadLocalRandom.current().nextDouble()
                                : new Random(Math.round(((Number) a.getFirst()).doubleValue())).nextDouble()));
        frame.bind("uuid", function(0, _ -> UUID.randomUUID().toString()));
        frame.bind("parse", function(1, a -> {
            Object plain = Json.toPlain(Json.parse(String.valueOf(a.getFirst()))
                    .orElseThrow(() -> new IllegalArgumentException("$parse: the argument is no JSON")));
            return plain == null ? Jsonata.NULL_VALUE : plain;
        }));
    }

    @FunctionalInterface
    private interface Body {
        @Nullable
        Object of(List<@Nullable Object> arguments);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Jsonata.JFunction function(int needed, Body body) {
        return new Jsonata.JFunction(
                (_, arguments) -> {
                    List<@Nullable Object> all = arguments == null ? List.of() : arguments;
                    if (all.size() < needed) {
                        throw new IllegalArgumentException("the function takes " + needed + " arguments");
                    }
                    return body.of(all);
                },
                null);
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("the first argument must be an array");
    }

    private static long whole(@Nullable Object value) {
        if (value instanceof Number number) {
            return Math.round(number.doubleValue());
        }
        throw new IllegalArgumentException("the argument must be a number");
    }

    private static List<Object> partition(List<?> array, long size) {
        if (size < 1) {
            throw new IllegalArgumentException("$partition: the size must be positive");
        }
        List<Object> chunks = new ArrayList<>();
        for (int i = 0; i < array.size(); i += (int) Math.min(size, array.size())) {
            chunks.add(new ArrayList<>(array.subList(i, (int) Math.min(array.size(), i + size))));
        }
        return chunks;
    }

    private static List<Object> range(long first, long last, long step) {
        if (step == 0 || Math.abs((last - first) / step) > LONGEST_RANGE) {
            throw new IllegalArgumentException("$range: the step must not be 0, nor the range too long");
        }
        List<Object> range = new ArrayList<>();
        for (long i = first; step > 0 ? i <= last : i >= last; i += step) {
            range.add(i == (int) i ? (Object) (int) i : (Object) i);
        }
        return range;
    }

    private static JsonNode json(Object value, String expression, String field) {
        if (hasFunction(value)) {
            throw StateFailure.evaluation(
                    StateFailure.QUERY,
                    "The JSONata expression '" + expression + "' specified for the field '" + field
                            + "' returned an unsupported result type.");
        }
        return Json.ofPlain(withoutMarkers(value));
    }

    private static boolean hasFunction(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Map<?, ?> map -> map.values().stream().anyMatch(Query::hasFunction);
            case List<?> list -> list.stream().anyMatch(Query::hasFunction);
            case String _, Number _, Boolean _ -> false;
            default -> value != Jsonata.NULL_VALUE;
        };
    }

    /** JSONata's own null as Java's. */
    private static @Nullable Object withoutMarkers(@Nullable Object value) {
        if (value == Jsonata.NULL_VALUE) {
            return null;
        }
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(key, withoutMarkers(item)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                Iterator<?> items = list.iterator();
                while (items.hasNext()) {
                    copy.add(withoutMarkers(items.next()));
                }
                yield copy;
            }
            case null, default -> value;
        };
    }
}

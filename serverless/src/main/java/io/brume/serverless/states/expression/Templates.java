package io.brume.serverless.states.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Payload templates: JSON in which some strings are expressions. */
public final class Templates {

    private static final int SHOWN = 1_000;
    private static final String DYNAMIC = ".$";

    private Templates() {}

    /**
     * A JSONPath template: members whose names end with {@code .$} are paths or intrinsic functions.
     *
     * @throws StateFailure {@code States.ParameterPathFailure}, {@code States.IntrinsicFailure}
     */
    public static JsonNode paths(JsonNode template, Environment environment) {
        return switch (template) {
            case ObjectNode object -> {
                ObjectNode made = Json.object();
                for (var entry : object.properties()) {
                    String name = entry.getKey();
                    if (name.endsWith(DYNAMIC)) {
                        made.set(
                                name.substring(0, name.length() - DYNAMIC.length()),
                                path(entry.getValue().asText(), name, environment));
                    } else {
                        made.set(name, paths(entry.getValue(), environment));
                    }
                }
                yield made;
            }
            case ArrayNode array -> {
                ArrayNode made = Json.array();
                array.forEach(item -> made.add(paths(item, environment)));
                yield made;
            }
            default -> template;
        };
    }

    private static JsonNode path(String expression, String field, Environment environment) {
        if (!expression.startsWith("$")) {
            return Intrinsics.evaluate(expression, environment);
        }
        return Paths.find(expression, environment)
                .orElseThrow(() -> StateFailure.evaluation(
                        StateFailure.PARAMETER_PATH,
                        "The JSONPath '" + expression + "' specified for the field '" + field
                                + "' could not be found in the input '"
                                + abbreviated(environment.input().toString())
                                + "'"));
    }

    /**
     * A JSONata template: strings between {@code {%} and {@code %}} are expressions.
     *
     * @param field what it is the value of, for errors
     * @throws StateFailure {@code States.QueryEvaluationError}
     */
    public static JsonNode jsonata(JsonNode template, String field, Environment environment) {
        return switch (template) {
            case ObjectNode object -> {
                ObjectNode made = Json.object();
                object.properties()
                        .forEach(entry -> made.set(
                                entry.getKey(), jsonata(entry.getValue(), field + "/" + entry.getKey(), environment)));
                yield made;
            }
            case ArrayNode array -> {
                ArrayNode made = Json.array();
                for (int i = 0; i < array.size(); i++) {
                    made.add(jsonata(array.get(i), field + "[" + i + "]", environment));
                }
                yield made;
            }
            default ->
                template.isTextual() && Query.isQuery(template.textValue())
                        ? Query.evaluate(template.textValue(), field, environment)
                        : template;
        };
    }

    /** A text as far as errors repeat it. */
    public static String abbreviated(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}

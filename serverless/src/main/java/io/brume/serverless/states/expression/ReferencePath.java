package io.brume.serverless.states.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path that names exactly one place, such as {@code $.store['a book'][0]}: what ResultPath takes. */
public final class ReferencePath {

    private static final Pattern STEP = Pattern.compile(
            "\\.([^.\\[\\]'\"()?*@,:\\s]+)|\\['((?:[^'\\\\]|\\\\.)*)']|\\[\"((?:[^\"\\\\]|\\\\.)*)\"]|\\[(\\d{1,9})]");

    private final String text;

    /** Names, or {@link Integer}s for places in arrays. */
    private final List<Object> steps;

    private ReferencePath(String text, List<Object> steps) {
        this.text = text;
        this.steps = steps;
    }

    /** The path that a text is; empty when it is none, or one that can name several places. */
    public static Optional<ReferencePath> of(String text) {
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        List<Object> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return Optional.empty();
            }
            if (matcher.group(4) != null) {
                steps.add(Integer.valueOf(matcher.group(4)));
            } else {
                for (int group = 1; group <= 3; group++) {
                    if (matcher.group(group) != null) {
                        steps.add(matcher.group(group).replaceAll("\\\\(.)", "$1"));
                    }
                }
            }
            at = matcher.end();
        }
        return Optional.of(new ReferencePath(text, steps));
    }

    /**
     * A copy of an input with a value at this place; objects on the way are made.
     *
     * @throws StateFailure {@code States.ResultPathMatchFailure} when there can be no such place
     */
    public JsonNode put(JsonNode input, JsonNode value) {
        return put(input, 0, value, input);
    }

    private JsonNode put(JsonNode at, int depth, JsonNode value, JsonNode input) {
        if (depth == steps.size()) {
            return value;
        }
        Object step = steps.get(depth);
        if (step instanceof Integer index) {
            if (!(at instanceof ArrayNode array) || index >= array.size()) {
                throw mismatch(input);
            }
            ArrayNode copy = Json.array(array);
            copy.set(index, put(array.get(index), depth + 1, value, input));
            return copy;
        }
        if (!at.isObject() && !(at.isNull() && depth > 0)) {
            throw mismatch(input);
        }
        ObjectNode copy = Json.object();
        if (at instanceof ObjectNode object) {
            copy.setAll(object);
        }
        JsonNode next = copy.get(step.toString());
        copy.set(step.toString(), put(next == null ? Json.object() : next, depth + 1, value, input));
        return copy;
    }

    private StateFailure mismatch(JsonNode input) {
        return StateFailure.evaluation(
                StateFailure.RESULT_PATH,
                "Unable to apply step \"" + text + "\" to input " + Templates.abbreviated(input.toString()));
    }
}

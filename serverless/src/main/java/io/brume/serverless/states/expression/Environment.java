package io.brume.serverless.states.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an expression can name.
 *
 * @param input {@code $} in JSONPath, {@code $states.input} in JSONata
 * @param context {@code $$} and {@code $states.context}
 * @param variables those of this scope and of the scopes around it
 * @param result {@code $states.result}, once there is one
 * @param errorOutput {@code $states.errorOutput}, in a catcher
 */
public record Environment(
        JsonNode input,
        JsonNode context,
        Map<String, JsonNode> variables,
        @Nullable JsonNode result,
        @Nullable JsonNode errorOutput) {

    public Environment(JsonNode input, JsonNode context, Map<String, JsonNode> variables) {
        this(input, context, variables, null, null);
    }

    public Environment withInput(JsonNode other) {
        return new Environment(other, context, variables, result, errorOutput);
    }

    public Environment withContext(JsonNode other) {
        return new Environment(input, other, variables, result, errorOutput);
    }

    public Environment withResult(JsonNode other) {
        return new Environment(input, context, variables, other, errorOutput);
    }

    public Environment withErrorOutput(JsonNode other) {
        return new Environment(input, context, variables, result, other);
    }
}

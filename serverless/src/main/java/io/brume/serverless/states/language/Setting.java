package io.brume.serverless.states.language;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Expressions;
import io.brume.serverless.states.expression.Query;
import org.jspecify.annotations.Nullable;

/**
 * A field that a definition gives as a value, as a path (in the field of the same name with {@code Path}), or as JSONata.
 *
 * @param value null when it is given by a path
 */
public record Setting(
        String field, @Nullable JsonNode value, @Nullable String path) {

    /** The value in an environment. */
    public JsonNode in(Environment environment) {
        if (path != null) {
            return Expressions.value(path, field + "Path", environment);
        }
        JsonNode given = java.util.Objects.requireNonNull(value);
        return given.isTextual() && Query.isQuery(given.textValue())
                ? Query.evaluate(given.textValue(), field, environment)
                : given;
    }
}

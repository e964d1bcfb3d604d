package io.brume.serverless.lambda.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How an invocation ended.
 *
 * @param payload the answer, or a JSON object that describes the error; empty for what went to a receiver
 * @param error the error's type; null when the function succeeded
 * @param tail the last 4 KB of the invocation's log; null when they were not asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Outcome(byte[] payload, @Nullable String error, byte @Nullable [] tail) {

    public static Outcome success(byte[] payload) {
        return new Outcome(payload, null, null);
    }

    /** An error that the function's own runtime has described. */
    static Outcome described(byte[] json, String type) {
        return new Outcome(json, type, null);
    }

    /** An error that the service describes. */
    static Outcome failure(String type, String message) {
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("errorType", type)
                .put("errorMessage", message)
                .toString();
        return new Outcome(json.getBytes(StandardCharsets.UTF_8), type, null);
    }

    Outcome withTail(byte[] log) {
        return new Outcome(payload, error, log);
    }
}

package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in an execution, on its way into the history, where it gets its number.
 *
 * @param type as GetExecutionHistory names it
 * @param member the member of HistoryEvent that holds the details, null for none
 */
record Event(String type, Instant at, @Nullable String member, ObjectNode details) {

    static Event of(String type, Instant at) {
        return new Event(type, at, null, Json.object());
    }

    static Event of(String type, Instant at, String member, ObjectNode details) {
        return new Event(type, at, member, details);
    }

    /** An event that says what went wrong. */
    static Event failure(String type, Instant at, String member, @Nullable String error, @Nullable String cause) {
        ObjectNode details = Json.object();
        if (error != null) {
            details.put("error", error);
        }
        if (cause != null) {
            details.put("cause", cause);
        }
        return new Event(type, at, member, details);
    }

    boolean isStateEntered() {
        return type.endsWith("StateEntered");
    }
}

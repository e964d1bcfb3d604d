package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Where an execution keeps what happened and where it is. What a method returned from is kept as durably as the kind of execution
 * promises. Thread-safe.
 */
interface Journal {

    /**
     * Keeps a line's pending events and where it is now.
     *
     * @throws Over when the execution or the line has ended otherwise
     */
    void commit(Line line);

    /** What was kept of a line by an earlier run; null when nothing was. */
    @Nullable
    Saved saved(String id);

    /** @param output null while the line goes on */
    record Saved(
            String state,
            JsonNode input,
            JsonNode variables,
            JsonNode visit,
            long previous,
            long entered,
            @Nullable JsonNode output) {}
}

package io.brume.serverless.states.language;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * States and the one that comes first: a whole state machine, a branch of a Parallel state, or what a Map state does with an item.
 *
 * @param timeoutSeconds how long an execution may take; null for as long as it likes
 */
public record Machine(
        String startAt, Map<String, State> states, @Nullable Long timeoutSeconds) {

    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("there is no state " + name);
        }
        return state;
    }
}

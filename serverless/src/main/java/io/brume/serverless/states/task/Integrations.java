package io.brume.serverless.states.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.resource.Scope;
import java.util.Optional;

/** Calls what tasks name. Implementations are thread-safe. */
public interface Integrations {

    /**
     * On whose behalf something is called.
     *
     * @param execution its ARN
     * @param id the same whenever the same attempt at a task is repeated
     */
    record Caller(Scope scope, String execution, String id) {}

    /**
     * Calls a function or a service.
     *
     * @return the result, or for one that is waited for, what says which it is
     * @throws io.brume.serverless.states.expression.StateFailure when it fails
     */
    JsonNode call(Caller caller, Resource resource, JsonNode arguments);

    /**
     * Looks after what a call has begun.
     *
     * @param begun what the call returned
     * @return the result; empty while it goes on
     * @throws io.brume.serverless.states.expression.StateFailure when it has failed
     */
    Optional<JsonNode> poll(Caller caller, Resource.Integration resource, JsonNode arguments, JsonNode begun);

    /** Ends what a call has begun, when its task no longer waits for it. */
    void stop(Caller caller, Resource.Integration resource, JsonNode arguments, JsonNode begun);
}

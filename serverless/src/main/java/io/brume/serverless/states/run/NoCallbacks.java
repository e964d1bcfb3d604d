package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.states.expression.StateFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where nobody can come with a token. */
final class NoCallbacks implements Callbacks {

    @Override
    public void open(Scope scope, String execution, String token, @Nullable String activity, @Nullable JsonNode input) {
        throw StateFailure.runtime("Tasks that wait for a token or for an activity's worker cannot run here.");
    }

    @Override
    public JsonNode await(
            String token, @Nullable Instant deadline, @Nullable Duration heartbeat, Consumer<String> started) {
        throw new IllegalStateException("nothing was opened");
    }

    @Override
    public void close(String token) {}
}

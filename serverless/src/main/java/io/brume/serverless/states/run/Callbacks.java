package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.states.expression.StateFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks that end when somebody says so with their token. Thread-safe. */
interface Callbacks {

    /**
     * A task that is waited for; nothing happens when there is one of that token.
     *
     * @param activity the ARN of the activity that it is work for; null when its token went elsewhere
     */
    void open(Scope scope, String execution, String token, @Nullable String activity, @Nullable JsonNode input);

    /**
     * Waits until somebody has ended the task.
     *
     * @param deadline null for none
     * @param heartbeat how long it may be silent; null for as long as it likes
     * @param started told which worker has taken it, if any does
     * @throws StateFailure with what it failed with, or when it was late
     */
    JsonNode await(String token, @Nullable Instant deadline, @Nullable Duration heartbeat, Consumer<String> started)
            throws InterruptedException;

    /** Forgets it: whoever comes with the token from now on is late. */
    void close(String token);
}

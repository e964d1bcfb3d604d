package io.brume.serverless.lambda.runtime;

import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.LogSink;
import io.brume.kernel.telemetry.MetricSink;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where functions run.
 *
 * @param work the folder for their code and their files
 * @param hidden the folder that no function may see, with all that is in it
 * @param endpoint where they reach this server
 * @param credentials what they sign their requests with
 */
public record Settings(
        Path work,
        Path hidden,
        Supplier<URI> endpoint,
        Function<Scope, Credentials> credentials,
        LogSink logs,
        MetricSink metrics,
        Clock clock) {

    /** A key of an account. */
    public record Credentials(String id, String secret) {
        @Override
        public String toString() {
            return "Credentials[" + id + "]";
        }
    }
}

package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.object.Objects;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.lambda.runtime.Settings;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What Lambda is built on.
 *
 * @param queues a client of an account and a region, for event source mappings; so with the streams
 * @param retryPause how long an asynchronous invocation waits after its first failure; after the second twice as long
 */
public record LambdaSettings(
        Database database,
        Objects objects,
        Outbox outbox,
        CodeSource code,
        Function<Scope, SqsClient> queues,
        Function<Scope, DynamoDbStreamsClient> streams,
        Settings runtime,
        Duration retryPause) {

    /** As long as AWS waits. */
    public static final Duration RETRY_PAUSE = Duration.ofMinutes(1);
}

package io.brume.server;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;

/** Makes SDK clients whose requests stay in this JVM. */
final class InProcessClients {

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("brume", "brume"));

    private InProcessClients() {}

    static <C extends SdkClient> C create(Class<C> type, Brume brume) {
        try {
            var builder = (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
            builder.region(Region.US_EAST_1)
                    .credentialsProvider(CREDENTIALS)
                    .endpointOverride(URI.create("http://brume.invalid"));
            switch (builder) {
                case AwsSyncClientBuilder<?, ?> sync -> sync.httpClient(brume.httpClient());
                case AwsAsyncClientBuilder<?, ?> async -> async.httpClient(brume.asyncHttpClient());
                default -> throw new IllegalArgumentException(type.getName() + " is no client of a service");
            }
            return type.cast(builder.build());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " is no client of a service", e);
        }
    }
}

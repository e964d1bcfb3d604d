package io.brume.kernel.http;

import io.brume.kernel.gateway.AccessLog;
import io.brume.kernel.gateway.Forwarder;
import io.brume.kernel.gateway.Gateway;
import io.brume.kernel.gateway.Metrics;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.wire.Limits;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;

/** Clients of the SDK whose requests go through its whole pipeline and the whole gateway, but never leave this JVM. */
public record InProcess(Gateway gateway) {

    /** S3's clients put a bucket before the host's name, where it is recognised only before one that begins with s3. */
    private static final String BUCKETS = "http://s3.brume.invalid";

    /** A gateway to these services alone, which takes any credentials. */
    public static InProcess of(HostedService... services) {
        return new InProcess(new Gateway(
                List.of(services),
                new SignatureVerifier(AccessKeys.none(), Clock.systemUTC(), Limits.DEFAULT.bodyBytes()),
                new Forwarder(Map.of()),
                Limits.DEFAULT,
                new Metrics(),
                new AccessLog()));
    }

    /** A client of region us-east-1 and the default account. */
    public <C extends SdkClient> C client(Class<C> type) {
        return client(type, "brume", "us-east-1");
    }

    /**
     * A client.
     *
     * @param type the SDK's client interface, synchronous or asynchronous
     * @param accessKeyId twelve digits name the account
     */
    public <C extends SdkClient> C client(Class<C> type, String accessKeyId, String region) {
        try {
            var builder = (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
            builder.region(Region.of(region))
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "brume")))
                    .endpointOverride(
                            URI.create(type.getSimpleName().startsWith("S3") ? BUCKETS : "http://brume.invalid"));
            switch (builder) {
                case AwsSyncClientBuilder<?, ?> sync -> sync.httpClient(httpClient());
                case AwsAsyncClientBuilder<?, ?> async -> async.httpClient(asyncHttpClient());
                default -> throw new IllegalArgumentException(type.getName() + " is no client of a service");
            }
            return type.cast(builder.build());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " is no client of a service", e);
        }
    }

    /** For the builder of a synchronous client. */
    public SdkHttpClient httpClient() {
        return new InProcessClient(gateway);
    }

    /** For the builder of an asynchronous client. */
    public SdkAsyncHttpClient asyncHttpClient() {
        return new InProcessAsyncClient(gateway);
    }
}

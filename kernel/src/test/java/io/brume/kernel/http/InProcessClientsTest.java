package io.brume.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.gateway.Gateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;

/** The SDK's clients in the JVM of the services, without a socket. */
class InProcessClientsTest {

    private static final byte[] LARGE = new byte[3 << 20];

    static {
        Arrays.fill(LARGE, (byte) 5);
    }

    /** Keeps one object. */
    private static final class S3 implements S3Client {

        private byte @Nullable [] object;

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            try (InputStream in = body.contentStreamProvider().newStream()) {
                object = in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return PutObjectResponse.builder().build();
        }

        @Override
        public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            byte[] content = object;
            if (content == null) {
                throw NoSuchKeyException.builder().message("none").build();
            }
            try {
                return transformer.transform(
                        GetObjectResponse.builder()
                                .contentLength((long) content.length)
                                .build(),
                        AbortableInputStream.create(new ByteArrayInputStream(content)));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static <B extends AwsClientBuilder<B, C>, C> C inProcess(B builder, Function<B, B> more) {
        return more.apply(builder.endpointOverride(URI.create("http://brume"))
                        .region(Region.EU_WEST_3)
                        .credentialsProvider(TestServer.credentials("a", "b")))
                .build();
    }

    @Test
    void aSynchronousClientStreamsBothWays() throws IOException {
        Gateway gateway = TestServer.with().hosting(new S3()).gateway();
        try (S3Client client = inProcess(
                S3Client.builder(),
                b -> b.httpClient(new InProcessClient(gateway)).forcePathStyle(true))) {
            client.putObject(r -> r.bucket("b").key("k"), RequestBody.fromBytes(LARGE));
            try (ResponseInputStream<GetObjectResponse> got =
                    client.getObject(r -> r.bucket("b").key("k"))) {
                assertThat(got.response().contentLength()).isEqualTo(LARGE.length);
                assertThat(got.readAllBytes()).isEqualTo(LARGE);
            }
        }
    }

    @Test
    void anAsynchronousClientStreamsBothWays() {
        Gateway gateway = TestServer.with().hosting(new S3()).gateway();
        try (S3AsyncClient client = inProcess(
                S3AsyncClient.builder(),
                b -> b.httpClient(new InProcessAsyncClient(gateway)).forcePathStyle(true))) {
            client.putObject(r -> r.bucket("b").key("k"), AsyncRequestBody.fromBytes(LARGE))
                    .join();
            var got = client.getObject(r -> r.bucket("b").key("k"), AsyncResponseTransformer.toBytes())
                    .join();

            assertThat(got.asByteArray()).isEqualTo(LARGE);
        }
    }

    @Test
    void errorsAreTypedInBoth() {
        Gateway gateway = TestServer.with().hosting(new S3()).gateway();
        try (S3Client sync = inProcess(
                        S3Client.builder(),
                        b -> b.httpClient(new InProcessClient(gateway)).forcePathStyle(true));
                S3AsyncClient async = inProcess(
                        S3AsyncClient.builder(),
                        b -> b.httpClient(new InProcessAsyncClient(gateway)).forcePathStyle(true))) {
            assertThat(catchThrowable(
                            () -> sync.getObjectAsBytes(r -> r.bucket("b").key("k"))))
                    .isInstanceOf(NoSuchKeyException.class);
            assertThat(catchThrowableOfType(
                            CompletionException.class,
                            () -> async.getObject(r -> r.bucket("b").key("k"), AsyncResponseTransformer.toBytes())
                                    .join()))
                    .hasCauseInstanceOf(NoSuchKeyException.class);
        }
    }

    @Test
    void aHostPrefixNeedsNoName() {
        var sfn = new SfnClient() {
            @Override
            public StartSyncExecutionResponse startSyncExecution(StartSyncExecutionRequest request) {
                return StartSyncExecutionResponse.builder().name(request.name()).build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        Gateway gateway = TestServer.with().hosting(sfn).gateway();
        try (SfnClient client = inProcess(SfnClient.builder(), b -> b.httpClient(new InProcessClient(gateway)))) {
            assertThat(client.startSyncExecution(
                                    r -> r.stateMachineArn("arn:aws:states:eu-west-3:123456789012:stateMachine:m")
                                            .name("n"))
                            .name())
                    .isEqualTo("n");
        }
    }
}

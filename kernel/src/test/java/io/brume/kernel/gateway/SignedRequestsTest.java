package io.brume.kernel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.http.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.DetectDominantLanguageRequest;
import software.amazon.awssdk.services.comprehend.model.DetectDominantLanguageResponse;
import software.amazon.awssdk.services.comprehend.model.DominantLanguage;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Signature Version 4 from real clients to a server that has keys. */
class SignedRequestsTest {

    private static final String KEY = "AKIDTEST:secret:111122223333";

    private static final class Comprehend implements ComprehendClient {

        @Override
        public DetectDominantLanguageResponse detectDominantLanguage(DetectDominantLanguageRequest request) {
            return DetectDominantLanguageResponse.builder()
                    .languages(DominantLanguage.builder()
                            .languageCode(RequestContext.current().caller().accountId())
                            .build())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static final class Sts implements StsClient {

        @Override
        public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
            return GetCallerIdentityResponse.builder()
                    .account(RequestContext.current().caller().accountId())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static final class S3 implements S3Client {

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            try (var in = body.contentStreamProvider().newStream()) {
                return PutObjectResponse.builder()
                        .size((long) in.readAllBytes().length)
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            try {
                return transformer.transform(
                        GetObjectResponse.builder().build(),
                        AbortableInputStream.create(
                                new ByteArrayInputStream(request.key().getBytes(StandardCharsets.UTF_8))));
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

    private static TestServer.Setup guarded() {
        return TestServer.with()
                .hosting(new Comprehend())
                .hosting(new Sts())
                .hosting(new S3())
                .keys(KEY);
    }

    /** How much later a server's clock is. */
    private static TestServer later(Duration time) {
        return guarded().clock(Clock.offset(Clock.systemUTC(), time)).start();
    }

    private static String language(ComprehendClient client) {
        return client.detectDominantLanguage(r -> r.text("x"))
                .languages()
                .getFirst()
                .languageCode();
    }

    /** A client whose requests are altered after they were signed. */
    private static SdkHttpClient altering(UnaryOperator<String> change) {
        SdkHttpClient http = UrlConnectionHttpClient.create();
        return new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                ContentStreamProvider body = request.contentStreamProvider().orElseThrow();
                return http.prepareRequest(HttpExecuteRequest.builder()
                        .request(request.httpRequest())
                        .contentStreamProvider(() -> altered(body))
                        .build());
            }

            private ByteArrayInputStream altered(ContentStreamProvider body) {
                try (var in = body.newStream()) {
                    String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    return new ByteArrayInputStream(change.apply(text).getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {
                http.close();
            }
        };
    }

    private static AwsServiceException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(AwsServiceException.class, call);
    }

    private static void assertRefused(AwsServiceException refusal, int status, String code, String message) {
        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.awsErrorDetails().errorMessage()).contains(message);
        assertThat(refusal.requestId()).isNotBlank();
    }

    @Test
    void theRightKeyPassesInEveryProtocolAndNamesTheAccount() {
        try (TestServer server = guarded().start();
                ComprehendClient json = server.sync(ComprehendClient.builder()).build();
                StsClient query = server.sync(StsClient.builder()).build();
                S3Client s3 = server.sync(S3Client.builder()).build()) {
            assertThat(language(json)).isEqualTo("111122223333");
            assertThat(query.getCallerIdentity().account()).isEqualTo("111122223333");
            assertThat(s3.putObject(
                                    r -> r.bucket("b").key("a b/é+"),
                                    RequestBody.fromContentProvider(
                                            () -> new ByteArrayInputStream(new byte[300_000]), 300_000, "x/y"))
                            .size())
                    .isEqualTo(300_000);
        }
    }

    @Test
    void aWrongSecretIsRefused() {
        var wrong = TestServer.credentials("AKIDTEST", "other");
        try (TestServer server = guarded().start();
                ComprehendClient json = server.sync(ComprehendClient.builder())
                        .credentialsProvider(wrong)
                        .build();
                StsClient query = server.sync(StsClient.builder())
                        .credentialsProvider(wrong)
                        .build();
                S3Client s3 = server.sync(S3Client.builder())
                        .credentialsProvider(wrong)
                        .build()) {
            String message = "The request signature we calculated does not match the signature you provided.";
            assertRefused(refusal(() -> language(json)), 400, "InvalidSignatureException", message);
            assertRefused(refusal(query::getCallerIdentity), 403, "SignatureDoesNotMatch", message);
            assertRefused(
                    refusal(() -> s3.getObjectAsBytes(r -> r.bucket("b").key("k"))),
                    403,
                    "SignatureDoesNotMatch",
                    message);
        }
    }

    @Test
    void anUnknownKeyIsRefused() {
        var unknown = TestServer.credentials("AKIDNOBODY", "secret");
        try (TestServer server = guarded().start();
                ComprehendClient json = server.sync(ComprehendClient.builder())
                        .credentialsProvider(unknown)
                        .build();
                StsClient query = server.sync(StsClient.builder())
                        .credentialsProvider(unknown)
                        .build();
                S3Client s3 = server.sync(S3Client.builder())
                        .credentialsProvider(unknown)
                        .build()) {
            String message = "The security token included in the request is invalid.";
            assertRefused(refusal(() -> language(json)), 400, "UnrecognizedClientException", message);
            assertRefused(refusal(query::getCallerIdentity), 403, "InvalidClientTokenId", message);
            assertRefused(
                    refusal(() -> s3.getObjectAsBytes(r -> r.bucket("b").key("k"))),
                    403,
                    "InvalidAccessKeyId",
                    "The AWS Access Key Id you provided does not exist in our records.");
        }
    }

    @Test
    void anOldSignatureIsRefused() {
        try (TestServer server = later(Duration.ofMinutes(20));
                ComprehendClient json = server.sync(ComprehendClient.builder()).build();
                StsClient query = server.sync(StsClient.builder()).build();
                S3Client s3 = server.sync(S3Client.builder()).build()) {
            assertRefused(refusal(() -> language(json)), 400, "InvalidSignatureException", "Signature expired");
            assertRefused(refusal(query::getCallerIdentity), 403, "SignatureDoesNotMatch", "Signature expired");
            assertRefused(
                    refusal(() -> s3.getObjectAsBytes(r -> r.bucket("b").key("k"))),
                    403,
                    "RequestTimeTooSkewed",
                    "The difference between the request time and the current time is too large.");
        }
    }

    @Test
    void anAlteredBodyIsRefused() {
        try (TestServer server = guarded().start();
                ComprehendClient json = server.sync(ComprehendClient.builder())
                        .httpClient(altering(body -> body.replace("\"x\"", "\"y\"")))
                        .build();
                StsClient query = server.sync(StsClient.builder())
                        .httpClient(altering(body -> body.replace("Version", "version")))
                        .build();
                S3Client s3 = server.sync(S3Client.builder())
                        .httpClient(altering(body -> body.replace("good", "evil")))
                        .build()) {
            String message = "The request signature we calculated does not match";
            assertRefused(refusal(() -> language(json)), 400, "InvalidSignatureException", message);
            assertRefused(refusal(query::getCallerIdentity), 403, "SignatureDoesNotMatch", message);
            assertThat(refusal(() -> s3.putObject(r -> r.bucket("b").key("k"), RequestBody.fromString("good")))
                            .statusCode())
                    .isBetween(400, 403);
        }
    }

    @Test
    void anUnsignedRequestIsRefused() {
        try (TestServer server = guarded().start()) {
            HttpResponse<byte[]> answer = server.post(
                    "/",
                    "{}".getBytes(StandardCharsets.UTF_8),
                    "X-Amz-Target",
                    "Comprehend_20171127.DetectDominantLanguage");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("MissingAuthenticationTokenException");
        }
    }

    private static URI presigned(TestServer server, Duration valid) {
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(server.endpoint())
                .region(Region.EU_WEST_3)
                .credentialsProvider(TestServer.credentials("AKIDTEST", "secret"))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            return URI.create(presigner
                    .presignGetObject(p -> p.signatureDuration(valid)
                            .getObjectRequest(r -> r.bucket("b").key("a b+é")))
                    .url()
                    .toString());
        }
    }

    @Test
    void aPresignedAddressWorksWithoutAnyClient() {
        try (TestServer server = guarded().start()) {
            URI address = presigned(server, Duration.ofMinutes(5));
            HttpResponse<byte[]> answer = server.get(address.getRawPath() + "?" + address.getRawQuery());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("a b+é");
        }
    }

    @Test
    void aPresignedAddressIsRefusedForAnotherKeyAndAfterItsTime() {
        try (TestServer server = guarded().start();
                TestServer tomorrow = later(Duration.ofDays(1))) {
            URI address = presigned(server, Duration.ofMinutes(5));
            HttpResponse<byte[]> other = server.get(address.getRawPath() + "2?" + address.getRawQuery());
            URI old = presigned(tomorrow, Duration.ofMinutes(5));
            HttpResponse<byte[]> late = tomorrow.get(old.getRawPath() + "?" + old.getRawQuery());

            assertThat(other.statusCode()).isEqualTo(403);
            assertThat(new String(other.body(), StandardCharsets.UTF_8)).contains("<Code>SignatureDoesNotMatch</Code>");
            assertThat(late.statusCode()).isEqualTo(403);
            assertThat(new String(late.body(), StandardCharsets.UTF_8))
                    .contains("<Code>AccessDenied</Code>", "Request has expired");
        }
    }
}

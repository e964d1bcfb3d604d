package io.brume.kernel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.http.TestServer;
import io.brume.kernel.identity.AccessKey;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.Caller;
import io.brume.kernel.identity.Principal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Keys that name their principal and may end, on a server that requires no signatures. */
class MadeKeysTest {

    private static final Principal ROLE =
            new Principal("arn:aws:sts::111122223333:assumed-role/reader/me", "AROAEXAMPLE:me");

    private static final class Sts implements StsClient {

        @Override
        public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
            Caller caller = RequestContext.current().caller();
            return GetCallerIdentityResponse.builder()
                    .account(caller.accountId())
                    .arn(caller.principal().arn())
                    .userId(caller.principal().userId())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static final class Comprehend implements ComprehendClient {

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static final class S3 implements S3Client {

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static final class Made implements AccessKeys {

        final List<String> used = new CopyOnWriteArrayList<>();
        private final Map<String, AccessKey> keys;

        Made(Instant expires) {
            keys = Map.of("MADE", new AccessKey("MADE", "secret", "token", "111122223333", ROLE, expires));
        }

        @Override
        public Optional<AccessKey> find(String accessKeyId) {
            return Optional.ofNullable(keys.get(accessKeyId));
        }

        @Override
        public boolean required() {
            return false;
        }

        @Override
        public boolean required(String accessKeyId) {
            return keys.containsKey(accessKeyId) || accessKeyId.equals("DELETED");
        }

        @Override
        public void used(AccessKey key, Caller caller) {
            used.add(key.id() + " " + caller.service() + " " + caller.region());
        }
    }

    private final Made made = new Made(Instant.now().plus(Duration.ofHours(1)));

    private static TestServer server(AccessKeys keys) {
        return TestServer.with()
                .hosting(new Sts())
                .hosting(new Comprehend())
                .hosting(new S3())
                .keys(keys)
                .start();
    }

    private static StsClient sts(TestServer server, AwsCredentials credentials) {
        return server.sync(StsClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    private static AwsCredentials session(String secret, String token) {
        return AwsSessionCredentials.create("MADE", secret, token);
    }

    private static void assertRefused(ThrowingCallable call, int status, String code) {
        var refusal = catchThrowableOfType(AwsServiceException.class, call);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.statusCode()).isEqualTo(status);
    }

    @Test
    void whoSignsWithOneIsItsPrincipal() {
        try (TestServer server = server(made);
                StsClient sts = sts(server, session("secret", "token"))) {
            var identity = sts.getCallerIdentity();

            assertThat(identity.account()).isEqualTo("111122223333");
            assertThat(identity.arn()).isEqualTo(ROLE.arn());
            assertThat(identity.userId()).isEqualTo(ROLE.userId());
            assertThat(made.used).containsExactly("MADE sts eu-west-3");
        }
    }

    @Test
    void everybodyElseIsTheAccountItself() {
        try (TestServer server = server(made);
                StsClient sts = server.sync(StsClient.builder()).build()) {
            assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:root");
            assertThat(made.used).isEmpty();
        }
    }

    @Test
    void whoNamesOneMustSignWithItAndItsToken() {
        try (TestServer server = server(made);
                StsClient wrongSecret = sts(server, session("other", "token"));
                StsClient wrongToken = sts(server, session("secret", "other"));
                StsClient deleted = server.sync(StsClient.builder())
                        .credentialsProvider(TestServer.credentials("DELETED", "secret"))
                        .build()) {
            assertRefused(wrongSecret::getCallerIdentity, 403, "SignatureDoesNotMatch");
            assertRefused(wrongToken::getCallerIdentity, 403, "InvalidClientTokenId");
            assertRefused(deleted::getCallerIdentity, 403, "InvalidClientTokenId");
            assertThat(made.used).isEmpty();
        }
    }

    @Test
    void anExpiredTokenIsRefusedInEveryProtocol() {
        var credentials = StaticCredentialsProvider.create(session("secret", "token"));
        try (TestServer server = server(new Made(Instant.now()));
                StsClient query = sts(server, session("secret", "token"));
                ComprehendClient json = server.sync(ComprehendClient.builder())
                        .credentialsProvider(credentials)
                        .build();
                S3Client s3 = server.sync(S3Client.builder())
                        .credentialsProvider(credentials)
                        .build()) {
            assertRefused(query::getCallerIdentity, 403, "ExpiredToken");
            assertRefused(() -> json.detectDominantLanguage(r -> r.text("x")), 400, "ExpiredTokenException");
            assertRefused(s3::listBuckets, 400, "ExpiredToken");
        }
    }

    @Test
    void anAddressPresignedWithOneIsVerified() {
        try (TestServer server = server(made);
                S3Presigner presigner = S3Presigner.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.EU_WEST_3)
                        .credentialsProvider(StaticCredentialsProvider.create(session("secret", "token")))
                        .serviceConfiguration(S3Configuration.builder()
                                .pathStyleAccessEnabled(true)
                                .build())
                        .build()) {
            URI address = URI.create(presigner
                    .presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(r -> r.bucket("b").key("a")))
                    .url()
                    .toString());

            assertThat(server.get(address.getRawPath() + "?" + address.getRawQuery())
                            .statusCode())
                    .isEqualTo(501);
            assertThat(server.get(address.getRawPath() + "2?" + address.getRawQuery())
                            .statusCode())
                    .isEqualTo(403);
        }
    }
}

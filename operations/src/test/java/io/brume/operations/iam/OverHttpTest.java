package io.brume.operations.iam;

import static io.brume.operations.iam.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The way of a key over a real connection: made, used, traded for a role's, deactivated. */
class OverHttpTest {

    private static StaticCredentialsProvider provider(AwsCredentials credentials) {
        return StaticCredentialsProvider.create(credentials);
    }

    private static StsClient sts(URI endpoint, AwsCredentials credentials) {
        return StsClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_3)
                .credentialsProvider(provider(credentials))
                .build();
    }

    @ParameterizedTest
    @MethodSource("io.brume.operations.iam.IamServer#guarded")
    void aKeyIsMadeUsedTradedAndStopped(IamServer server) throws Exception {
        try (var http = server.listen()) {
            var endpoint = URI.create("http://127.0.0.1:" + http.address().getPort());
            try (var iam = IamClient.builder()
                    .httpClient(UrlConnectionHttpClient.create())
                    .endpointOverride(endpoint)
                    .region(Region.AWS_GLOBAL)
                    .credentialsProvider(provider(AwsBasicCredentials.create("OWN", "secret")))
                    .build()) {
                iam.createUser(r -> r.userName("u"));
                iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument(IamServer.TRUST));
                var key = iam.createAccessKey(r -> r.userName("u")).accessKey();
                try (var user = sts(endpoint, IamServer.of(key))) {
                    var session = IamServer.of(user.assumeRole(r -> r.roleArn("arn:aws:iam::123456789012:role/r")
                                    .roleSessionName("me"))
                            .credentials());
                    try (var role = sts(endpoint, session)) {
                        assertThat(role.getCallerIdentity().arn())
                                .isEqualTo("arn:aws:sts::123456789012:assumed-role/r/me");
                    }
                    iam.updateAccessKey(
                            r -> r.userName("u").accessKeyId(key.accessKeyId()).status("Inactive"));
                    assertRefused(
                            user::getCallerIdentity,
                            403,
                            "InvalidClientTokenId",
                            "The security token included in the request is invalid.");
                }
            }
        }
    }
}

package io.brume.operations.sts;

import static io.brume.operations.iam.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.operations.iam.IamServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

class StsTest {

    private static final String EACH = "io.brume.operations.iam.IamServer#each";
    private static final String GUARDED = "io.brume.operations.iam.IamServer#guarded";
    private static final AwsCredentials ANY = AwsBasicCredentials.create("any", "any");
    private static final AwsCredentials OWN = AwsBasicCredentials.create("OWN", "secret");
    private static final AwsCredentials OTHER = AwsBasicCredentials.create("OTHER", "secret");
    private static final String ROLE = "arn:aws:iam::123456789012:role/p/reader";

    private static String trust(String principal) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":" + principal
                + ",\"Action\":\"sts:AssumeRole\"}]}";
    }

    private static String role(IamServer server, AwsCredentials signer) {
        return server.iam(signer)
                .createRole(r -> r.roleName("Reader")
                        .path("/p/")
                        .assumeRolePolicyDocument(trust("{\"Service\":\"lambda.amazonaws.com\"}")))
                .role()
                .roleId();
    }

    private static AssumeRoleResponse assume(StsClient sts) {
        return sts.assumeRole(
                r -> r.roleArn("arn:aws:iam::123456789012:role/p/Reader").roleSessionName("me"));
    }

    private static AwsCredentials user(IamServer server) {
        server.iam().createUser(r -> r.userName("u"));
        return IamServer.of(server.iam().createAccessKey(r -> r.userName("u")).accessKey());
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void whoAssumesARoleIsTheRole(IamServer server) {
        String id = role(server, ANY);
        var answer = assume(server.sts(ANY));
        AwsCredentials session = IamServer.of(answer.credentials());
        var identity = server.sts(session).getCallerIdentity();

        assertThat(answer.credentials().accessKeyId()).matches("ASIA[A-Z2-7]{16}");
        assertThat(answer.assumedRoleUser().assumedRoleId()).isEqualTo(id + ":me");
        assertThat(answer.packedPolicySize()).isNull();
        assertThat(identity.arn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/Reader/me")
                .isEqualTo(answer.assumedRoleUser().arn());
        assertThat(identity.userId()).isEqualTo(id + ":me");
        assertThat(Duration.between(Instant.now(), answer.credentials().expiration()))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        assertThat(server.iam()
                        .getRole(r -> r.roleName("Reader"))
                        .role()
                        .roleLastUsed()
                        .region())
                .isEqualTo("eu-west-3");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void withoutItsTokenASessionIsNothing(IamServer server) {
        role(server, ANY);
        var credentials = assume(server.sts(ANY)).credentials();
        String message = "The security token included in the request is invalid.";

        assertRefused(
                () -> server.arn(AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey())),
                403,
                "InvalidClientTokenId",
                message);
        assertRefused(
                () -> server.arn(AwsSessionCredentials.create(
                        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken() + "x")),
                403,
                "InvalidClientTokenId",
                message);
    }

    @ParameterizedTest
    @MethodSource("io.brume.operations.iam.IamServer#databases")
    void aSessionEndsWhenItExpires(Database database) {
        Instant start = Instant.now();
        var now = new AtomicReference<>(start);
        InstantSource source = now::get;
        try (var server = new IamServer(database, source.withZone(ZoneOffset.UTC))) {
            role(server, ANY);
            var answer = server.sts(ANY)
                    .assumeRole(r -> r.roleArn("arn:aws:iam::123456789012:role/p/Reader")
                            .roleSessionName("me")
                            .durationSeconds(900));
            AwsCredentials session = IamServer.of(answer.credentials());
            now.set(start.plusSeconds(200));
            assertThat(server.arn(session)).endsWith("/me");

            // The SDK signs with the real time: the signature is as old as the server's clock is ahead.
            now.set(start.plusSeconds(901));
            assertRefused(
                    () -> server.arn(session),
                    403,
                    "ExpiredToken",
                    "The security token included in the request is expired");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void whereAnyCredentialsPassARoleNeedNotExist(IamServer server) {
        var answer = server.sts(ANY)
                .assumeRole(r ->
                        r.roleArn("arn:aws:iam::999988887777:role/x/Deployer").roleSessionName("ci"));
        var identity = server.sts(IamServer.of(answer.credentials())).getCallerIdentity();

        assertThat(identity.account()).isEqualTo("999988887777");
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::999988887777:assumed-role/Deployer/ci");
        assertThat(answer.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z2-7]{17}:ci");
    }

    @ParameterizedTest
    @MethodSource(GUARDED)
    void whereKeysAreConfiguredARoleHasToExist(IamServer server) {
        String denied = " is not authorized to perform: sts:AssumeRole on resource: ";

        assertRefused(
                () -> server.sts(OWN).assumeRole(r -> r.roleArn(ROLE).roleSessionName("me")),
                403,
                "AccessDenied",
                "User: arn:aws:iam::123456789012:root" + denied + ROLE);
        role(server, OWN);
        assertThat(server.arn(IamServer.of(assume(server.sts(OWN)).credentials())))
                .endsWith("assumed-role/Reader/me");
    }

    @ParameterizedTest
    @MethodSource(GUARDED)
    void fromAnotherAccountOnlyThoseComeWhomTheTrustPolicyNames(IamServer server) {
        role(server, OWN);
        Runnable refused = () -> assertRefused(
                () -> assume(server.sts(OTHER)),
                403,
                "AccessDenied",
                "User: arn:aws:iam::111122223333:root is not authorized to perform: sts:AssumeRole on resource:"
                        + " arn:aws:iam::123456789012:role/p/Reader");
        refused.run();
        retrust(server, trust("{\"AWS\":\"arn:aws:iam::999988887777:root\"}"));
        refused.run();
        retrust(server, trust("{\"AWS\":[\"111122223333\"]}"));
        assertThat(assume(server.sts(OTHER)).assumedRoleUser().arn()).endsWith("assumed-role/Reader/me");
        retrust(server, trust("\"*\"").replace("\"Action\"", "\"Condition\":{\"Bool\":{\"x:y\":\"true\"}},\"Action\""));
        refused.run();
    }

    private static void retrust(IamServer server, String document) {
        server.iam(OWN).updateAssumeRolePolicy(r -> r.roleName("Reader").policyDocument(document));
    }

    @ParameterizedTest
    @MethodSource(GUARDED)
    void whereKeysAreConfiguredThoseOfUsersAreAsGood(IamServer server) {
        server.iam(OWN).createUser(r -> r.userName("u"));
        var key = IamServer.of(
                server.iam(OWN).createAccessKey(r -> r.userName("u")).accessKey());

        assertThat(server.arn(key)).isEqualTo("arn:aws:iam::123456789012:user/u");
        assertThat(server.arn(OTHER)).isEqualTo("arn:aws:iam::111122223333:root");
        assertRefused(
                () -> server.arn(ANY),
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void durationsHaveTheirLimits(IamServer server) {
        role(server, ANY);
        String arn = "arn:aws:iam::123456789012:role/p/Reader";
        assertRefused(
                () -> server.sts(ANY)
                        .assumeRole(r -> r.roleArn(arn).roleSessionName("me").durationSeconds(3601)),
                400,
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        server.iam().updateRole(r -> r.roleName("Reader").maxSessionDuration(7200));
        var session = IamServer.of(server.sts(ANY)
                .assumeRole(r -> r.roleArn(arn).roleSessionName("me").durationSeconds(7200))
                .credentials());
        assertRefused(
                () -> server.sts(session)
                        .assumeRole(r -> r.roleArn(arn).roleSessionName("me").durationSeconds(7200)),
                400,
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void transitiveTagsFollowThroughSessions(IamServer server) {
        role(server, ANY);
        String arn = "arn:aws:iam::123456789012:role/p/Reader";
        var first = server.sts(ANY)
                .assumeRole(r -> r.roleArn(arn)
                        .roleSessionName("me")
                        .tags(t -> t.key("Team").value("a"), t -> t.key("Other").value("b"))
                        .transitiveTagKeys("Team"));
        var second = server.sts(IamServer.of(first.credentials()))
                .assumeRole(r -> r.roleArn(arn).roleSessionName("again"));
        String conflict =
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag"
                        + " key from the calling session.";

        assertThat(first.packedPolicySize()).isPositive();
        for (var calling : new AssumeRoleResponse[] {first, second}) {
            assertRefused(
                    () -> server.sts(IamServer.of(calling.credentials()))
                            .assumeRole(r -> r.roleArn(arn)
                                    .roleSessionName("more")
                                    .tags(t -> t.key("team").value("c"))),
                    400,
                    "InvalidParameterValue",
                    conflict);
        }
        assertRefused(
                () -> server.sts(ANY)
                        .assumeRole(r -> r.roleArn(arn)
                                .roleSessionName("me")
                                .tags(
                                        t -> t.key("a").value("1"),
                                        t -> t.key("A").value("2"))),
                400,
                "InvalidParameterValue",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        assertRefused(
                () -> server.sts(ANY)
                        .assumeRole(r -> r.roleArn(arn).roleSessionName("me").transitiveTagKeys("a")),
                400,
                "InvalidParameterValue",
                "The specified transitive tag key must be included in the requested tags.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing-valid-in-here",
                "arn:a:a::aaaaaaaaaa:role/x",
                "arn:aws:iam::12:role/some-role",
                "arn:aws:iam::123456789012:user/some-user"
            })
    void whatIsNoRolesArnIsInvalid(String arn) {
        try (var server = IamServer.each().findFirst().orElseThrow()) {
            assertRefused(
                    () -> server.sts(ANY).assumeRole(r -> r.roleArn(arn).roleSessionName("me")),
                    400,
                    "ValidationError",
                    arn + " is invalid");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aSessionTokenIsForTheUserWhoAsks(IamServer server) {
        AwsCredentials user = user(server);
        AwsCredentials session = IamServer.of(server.sts(user).getSessionToken().credentials());

        assertThat(server.arn(session)).isEqualTo("arn:aws:iam::123456789012:user/u");
        assertRefused(
                () -> server.sts(session).getSessionToken(),
                403,
                "AccessDenied",
                "Cannot call GetSessionToken with session credentials");
        server.iam().updateUser(r -> r.userName("u").newUserName("v"));
        assertThat(server.arn(session)).isEqualTo("arn:aws:iam::123456789012:user/v");
        assertRefused(
                () -> server.sts(user)
                        .getSessionToken(
                                r -> r.serialNumber("arn:aws:iam::1:mfa/x").tokenCode("123456")),
                403,
                "AccessDenied",
                "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aFederatedUserHasTheNameThatItIsGiven(IamServer server) {
        var answer = server.sts(user(server)).getFederationToken(r -> r.name("Bob"));
        AwsCredentials session = IamServer.of(answer.credentials());

        assertThat(answer.federatedUser().federatedUserId()).isEqualTo("123456789012:Bob");
        assertThat(answer.packedPolicySize()).isZero();
        assertThat(server.arn(session)).isEqualTo("arn:aws:sts::123456789012:federated-user/Bob");
        assertRefused(
                () -> server.sts(session).getFederationToken(r -> r.name("Eve")),
                403,
                "AccessDenied",
                "Cannot call GetFederationToken with session credentials");
    }

    @ParameterizedTest
    @MethodSource(GUARDED)
    void aKeyTellsItsAccount(IamServer server) {
        var sts = server.sts(OTHER);
        server.iam(OWN).createUser(r -> r.userName("u"));
        String id = server.iam(OWN)
                .createAccessKey(r -> r.userName("u"))
                .accessKey()
                .accessKeyId();
        server.iam(OWN).deleteAccessKey(r -> r.userName("u").accessKeyId(id));

        assertThat(sts.getAccessKeyInfo(r -> r.accessKeyId(id)).account()).isEqualTo("123456789012");
        assertThat(sts.getAccessKeyInfo(r -> r.accessKeyId("ASIAQNZGKIQY56JQ7WML"))
                        .account())
                .isEqualTo("029608264753");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void theSessionsOfADeletedRoleAndUserEndWithThem(IamServer server) {
        role(server, ANY);
        AwsCredentials role = IamServer.of(assume(server.sts(ANY)).credentials());
        server.iam().createUser(r -> r.userName("u"));
        var key = server.iam().createAccessKey(r -> r.userName("u")).accessKey();
        AwsCredentials user =
                IamServer.of(server.sts(IamServer.of(key)).getSessionToken().credentials());
        assertThat(server.arn(role)).endsWith("/me");
        assertThat(server.arn(user)).endsWith("user/u");

        server.iam().deleteRole(r -> r.roleName("Reader"));
        server.iam().deleteAccessKey(r -> r.userName("u").accessKeyId(key.accessKeyId()));
        server.iam().deleteUser(r -> r.userName("u"));

        for (AwsCredentials ended : new AwsCredentials[] {role, user}) {
            assertRefused(
                    () -> server.arn(ended),
                    403,
                    "InvalidClientTokenId",
                    "The security token included in the request is invalid.");
        }
    }
}

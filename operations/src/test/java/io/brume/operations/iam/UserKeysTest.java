package io.brume.operations.iam;

import static io.brume.operations.iam.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.StatusType;

class UserKeysTest {

    private static final String EACH = "io.brume.operations.iam.IamServer#each";
    private static final String INVALID = "The security token included in the request is invalid.";
    private static final String ALICE = "arn:aws:iam::123456789012:user/alice";

    private static AccessKey key(IamServer server) {
        server.iam().createUser(r -> r.userName("alice"));
        return server.iam().createAccessKey(r -> r.userName("alice")).accessKey();
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void whoSignsWithAKeyIsItsUser(IamServer server) {
        AccessKey key = key(server);

        assertThat(key.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
        assertThat(key.secretAccessKey()).hasSize(40);
        assertThat(server.arn(IamServer.of(key))).isEqualTo(ALICE);
        assertThat(server.arn(AwsBasicCredentials.create("any", "any"))).isEqualTo("arn:aws:iam::123456789012:root");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aWrongSecretIsRefusedAlsoWhereAnyCredentialsPass(IamServer server) {
        var wrong = AwsBasicCredentials.create(key(server).accessKeyId(), "wrong");

        assertRefused(
                () -> server.arn(wrong),
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
                        + " Access Key and signing method. Consult the service documentation for details.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aKeyStopsAtOnceWhenItIsDeactivatedAndWorksAgainWhenItIsActivated(IamServer server) {
        AccessKey key = key(server);
        var own = IamServer.of(key);
        for (int i = 0; i < 20; i++) {
            assertThat(server.arn(own)).isEqualTo(ALICE);
            server.iam()
                    .updateAccessKey(r ->
                            r.userName("alice").accessKeyId(key.accessKeyId()).status(StatusType.INACTIVE));
            assertRefused(() -> server.arn(own), 403, "InvalidClientTokenId", INVALID);
            server.iam()
                    .updateAccessKey(r ->
                            r.userName("alice").accessKeyId(key.accessKeyId()).status(StatusType.ACTIVE));
        }
        assertThat(server.arn(own)).isEqualTo(ALICE);
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aDeletedKeyIsRefusedAndNotTakenForAnybodys(IamServer server) {
        AccessKey key = key(server);
        assertThat(server.arn(IamServer.of(key))).isEqualTo(ALICE);
        server.iam().deleteAccessKey(r -> r.userName("alice").accessKeyId(key.accessKeyId()));

        assertRefused(() -> server.arn(IamServer.of(key)), 403, "InvalidClientTokenId", INVALID);
        assertThat(server.iam().listAccessKeys(r -> r.userName("alice")).accessKeyMetadata())
                .isEmpty();
        assertRefused(
                () -> server.iam().deleteAccessKey(r -> r.userName("alice").accessKeyId(key.accessKeyId())),
                404,
                "NoSuchEntity",
                "The Access Key with id " + key.accessKeyId() + " cannot be found.");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void anothersKeyIsNotFoundUnderAUsersName(IamServer server) {
        AccessKey key = key(server);
        server.iam().createUser(r -> r.userName("bob"));

        assertRefused(
                () -> server.iam().deleteAccessKey(r -> r.userName("bob").accessKeyId(key.accessKeyId())),
                404,
                "NoSuchEntity",
                "The Access Key with id " + key.accessKeyId() + " cannot be found.");
        assertThat(server.arn(IamServer.of(key))).isEqualTo(ALICE);
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aUserHasTwoKeysAtMostHoweverManyAskAtOnce(IamServer server) throws Exception {
        server.iam().createUser(r -> r.userName("alice"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var made = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<AccessKey>>mapToObj(_ -> () -> server.iam()
                            .createAccessKey(r -> r.userName("alice"))
                            .accessKey())
                    .toList());
            assertThat(made.stream().filter(m -> m.state() == Future.State.SUCCESS))
                    .hasSize(2);
        }

        assertThat(server.iam().listAccessKeys(r -> r.userName("alice")).accessKeyMetadata())
                .hasSize(2);
        assertRefused(
                () -> server.iam().createAccessKey(r -> r.userName("alice")),
                409,
                "LimitExceeded",
                "Cannot exceed quota for AccessKeysPerUser: 2");
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aKeyTellsWhenItWasLastUsed(IamServer server) {
        AccessKey key = key(server);
        var unused = server.iam().getAccessKeyLastUsed(r -> r.accessKeyId(key.accessKeyId()));
        assertThat(server.arn(IamServer.of(key))).isEqualTo(ALICE);
        var used = server.iam().getAccessKeyLastUsed(r -> r.accessKeyId(key.accessKeyId()));

        assertThat(unused.userName()).isEqualTo("alice");
        assertThat(unused.accessKeyLastUsed().serviceName()).isEqualTo("N/A");
        assertThat(unused.accessKeyLastUsed().lastUsedDate()).isNull();
        assertThat(used.accessKeyLastUsed().serviceName()).isEqualTo("sts");
        assertThat(used.accessKeyLastUsed().region()).isEqualTo("eu-west-3");
        assertThat(used.accessKeyLastUsed().lastUsedDate()).isNotNull();
        assertRefused(
                () -> server.iam().getAccessKeyLastUsed(r -> r.accessKeyId("AKIAIOSFODNN7EXAMPLE")),
                403,
                "AccessDenied",
                "User: arn:aws:iam::123456789012:root is not authorized to perform iam:GetAccessKeyLastUsed on resource:"
                        + " access key AKIAIOSFODNN7EXAMPLE");
    }

    @Test
    void keysSurviveTheServer() {
        var file = IamServer.folder().resolve("brume.db");
        AccessKey key;
        try (var before = new IamServer(Database.file(file), Clock.systemUTC())) {
            key = key(before);
            assertThat(before.arn(IamServer.of(key))).isEqualTo(ALICE);
        }
        try (var after = new IamServer(Database.file(file), Clock.systemUTC(), "OWN:secret")) {
            assertThat(after.arn(IamServer.of(key))).isEqualTo(ALICE);
            assertThat(after.iam(IamServer.of(key))
                            .getAccessKeyLastUsed(r -> r.accessKeyId(key.accessKeyId()))
                            .accessKeyLastUsed()
                            .lastUsedDate())
                    .isNotNull();
        }
    }

    @Test
    void aKeyThatWasUsedIsVerifiedWithoutTheDatabase() {
        var database = Database.file(IamServer.folder().resolve("brume.db"));
        var server = new IamServer(database, Clock.systemUTC());
        AccessKey key = key(server);
        assertThat(server.arn(IamServer.of(key))).isEqualTo(ALICE);
        database.close();

        assertThat(server.arn(IamServer.of(key))).isEqualTo(ALICE);
        assertThat(server.arn(AwsBasicCredentials.create("any", "any"))).endsWith(":root");
    }
}

package io.brume.operations.iam;

import io.brume.kernel.database.Database;
import io.brume.kernel.gateway.AccessLog;
import io.brume.kernel.gateway.Forwarder;
import io.brume.kernel.gateway.Gateway;
import io.brume.kernel.gateway.Metrics;
import io.brume.kernel.http.HttpServer;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.wire.Limits;
import io.brume.operations.sts.Sts;
import io.brume.testing.PostgreSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;

/** IAM and STS over one database, and real clients of them. */
public final class IamServer implements AutoCloseable {

    static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                    + "\"arn:aws:iam::111122223333:root\"},\"Action\":\"sts:AssumeRole\"}]}";
    static final String READ =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\","
                    + "\"Resource\":\"*\"}]}";

    final Database database;
    final Credentials credentials;
    private final Gateway gateway;

    public IamServer(Database database, Clock clock, String... configuredKeys) {
        this.database = database;
        credentials = new Credentials(database, clock);
        AccessKeys keys = AccessKeys.of(List.of(configuredKeys)).or(credentials);
        var iam = new Iam(database, credentials, clock);
        gateway = new Gateway(
                List.of(HostedService.of(iam), HostedService.of(new Sts(keys, credentials, iam))),
                new SignatureVerifier(keys, clock),
                new Forwarder(Map.of()),
                Limits.DEFAULT,
                new Metrics(),
                new AccessLog());
    }

    /** For {@code @MethodSource}: servers that take any credentials, on every kind of database. */
    public static Stream<IamServer> each() {
        return databases().map(database -> new IamServer(database, Clock.systemUTC()));
    }

    /** The same, but with two configured keys, of two accounts. */
    public static Stream<IamServer> guarded() {
        return databases()
                .map(database -> new IamServer(database, Clock.systemUTC(), "OWN:secret", "OTHER:secret:111122223333"));
    }

    public static Stream<Database> databases() {
        return Stream.concat(
                Stream.of(Database.file(folder().resolve("brume.db"))),
                PostgreSql.shared().stream().map(server -> Database.postgres(server.newDatabase())));
    }

    static Path folder() {
        try {
            return Files.createTempDirectory("brume-iam");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpServer listen() {
        try {
            return new HttpServer(
                            gateway,
                            new HttpServer.Options("127.0.0.1", 0, 64 << 10, Duration.ofSeconds(30), Duration.ZERO),
                            HttpServer.Pages.NONE)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public IamClient iam() {
        return iam(AwsBasicCredentials.create("any", "any"));
    }

    public IamClient iam(AwsCredentials signer) {
        return IamClient.builder()
                .httpClient(new InProcess(gateway).httpClient())
                .endpointOverride(URI.create("http://brume.invalid"))
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(signer))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    public StsClient sts(AwsCredentials signer) {
        return StsClient.builder()
                .httpClient(new InProcess(gateway).httpClient())
                .endpointOverride(URI.create("http://brume.invalid"))
                .region(Region.EU_WEST_3)
                .credentialsProvider(StaticCredentialsProvider.create(signer))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** As whom credentials sign. */
    public String arn(AwsCredentials signer) {
        return sts(signer).getCallerIdentity().arn();
    }

    public static AwsCredentials of(AccessKey key) {
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    public static AwsCredentials of(software.amazon.awssdk.services.sts.model.Credentials session) {
        return AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
    }

    @Override
    public void close() {
        credentials.close();
        database.close();
    }
}

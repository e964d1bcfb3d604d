package io.brume.server;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.job.Jobs;
import io.brume.kernel.object.FileObjects;
import io.brume.kernel.object.Objects;
import io.brume.storage.s3.RemoteObjects;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What services that remember are built on. */
public record Platform(Database database, Objects objects, Jobs jobs, Outbox outbox, Clock clock) {

    static Platform of(Configuration configuration, Clock clock) {
        String url = configuration.state().database();
        Database database =
                url == null ? Database.file(configuration.data().resolve("brume.db")) : Database.postgres(url);
        return new Platform(
                database,
                objects(configuration),
                new Jobs(database, clock, configuration.state().jobsAtOnce()),
                new Outbox(database, clock),
                clock);
    }

    private static Objects objects(Configuration configuration) {
        Configuration.ObjectStore store = configuration.state().objects();
        if (store == null) {
            return new FileObjects(configuration.data().resolve("objects"));
        }
        var client = S3Client.builder()
                .endpointOverride(store.endpoint())
                .forcePathStyle(true)
                .region(Region.of(store.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(store.accessKeyId(), store.secretAccessKey())))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        return new RemoteObjects(client, store.bucket(), "");
    }

    /** Once every service has defined its jobs and said what it delivers. */
    void start() {
        jobs.start();
        outbox.start();
    }

    void close() {
        jobs.close();
        outbox.close();
        database.close();
    }
}

package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.object.FileObjects;
import io.brume.kernel.operation.HostedService;
import io.brume.testing.PostgreSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 on a fresh database and a fresh folder, and a real client of it. */
final class World implements AutoCloseable {

    final Database database;
    final Path objects;
    final S3 service;
    final InProcess brume;
    final S3Client s3;
    private final String name;

    private World(String name, Database database, Path folder) {
        this.name = name;
        this.database = database;
        objects = folder.resolve("objects");
        service = new S3(database, new FileObjects(objects), Clock.systemUTC());
        brume = InProcess.of(HostedService.of(service));
        s3 = client("brume", "us-east-1");
    }

    /** @param accessKeyId twelve digits name the account */
    S3Client client(String accessKeyId, String region) {
        return S3Client.builder()
                .httpClient(brume.httpClient())
                .endpointOverride(URI.create("http://localhost"))
                .forcePathStyle(true)
                .region(Region.of(region))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "secret")))
                .build();
    }

    static World sqlite() {
        Path folder = folder();
        return new World("SQLite", Database.file(folder.resolve("brume.db")), folder);
    }

    /** For {@code @MethodSource}: one on SQLite, and one on PostgreSQL where that is installed. */
    static Stream<World> each() {
        return Stream.concat(
                Stream.of(sqlite()),
                PostgreSql.shared().stream()
                        .map(server -> new World("PostgreSQL", Database.postgres(server.newDatabase()), folder())));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("brume-s3");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of blobs that are there. */
    List<Path> files() {
        try (var walk = Files.walk(objects)) {
            return walk.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        s3.close();
        database.close();
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/** S3 through the AWS SDK for Java: the synchronous client, the asynchronous one, and the transfer manager over it. */
class TransferManagerIT {

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    private static final String BUCKET = "java-transfers";
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "secret"));

    private static S3Client sync;
    private static S3AsyncClient async;

    @TempDir
    Path folder;

    @BeforeAll
    static void aBucket() {
        sync = S3Client.builder()
                .endpointOverride(BRUME.endpoint())
                .forcePathStyle(true)
                .region(Region.EU_WEST_3)
                .credentialsProvider(CREDENTIALS)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        async = S3AsyncClient.builder()
                .endpointOverride(BRUME.endpoint())
                .forcePathStyle(true)
                .region(Region.EU_WEST_3)
                .credentialsProvider(CREDENTIALS)
                .multipartEnabled(true)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .build();
        sync.createBucket(b -> b.bucket(BUCKET).createBucketConfiguration(c -> c.locationConstraint("eu-west-3")));
    }

    @AfterAll
    static void close() {
        sync.close();
        async.close();
    }

    @Test
    void theTransferManagerMovesALargeFileInParts() throws IOException {
        Path up = file("up.bin", 40 << 20);
        Path down = folder.resolve("down.bin");
        try (var transfers = S3TransferManager.builder().s3Client(async).build()) {
            transfers
                    .uploadFile(u ->
                            u.source(up).putObjectRequest(p -> p.bucket(BUCKET).key("large")))
                    .completionFuture()
                    .join();
            transfers
                    .downloadFile(d -> d.destination(down)
                            .getObjectRequest(g -> g.bucket(BUCKET).key("large")))
                    .completionFuture()
                    .join();
        }

        assertThat(Files.mismatch(up, down)).isEqualTo(-1);
        assertThat(sync.headObject(b -> b.bucket(BUCKET).key("large")).eTag()).endsWith("-5\"");
    }

    @Test
    void theTransferManagerMovesAFolder() throws IOException {
        Path up = Files.createDirectories(folder.resolve("up/inner/ä b"));
        for (int i = 0; i < 50; i++) {
            Files.writeString(up.resolve(i + ".txt"), "file " + i);
        }
        Path down = folder.resolve("down");
        try (var transfers = S3TransferManager.builder().s3Client(async).build()) {
            var uploaded = transfers
                    .uploadDirectory(
                            u -> u.source(folder.resolve("up")).bucket(BUCKET).s3Prefix("tree"))
                    .completionFuture()
                    .join();
            var downloaded = transfers
                    .downloadDirectory(d ->
                            d.destination(down).bucket(BUCKET).listObjectsV2RequestTransformer(l -> l.prefix("tree/")))
                    .completionFuture()
                    .join();
            assertThat(uploaded.failedTransfers()).isEmpty();
            assertThat(downloaded.failedTransfers()).isEmpty();
        }

        assertThat(down.resolve("inner/ä b/49.txt")).hasContent("file 49");
    }

    @Test
    void theSynchronousClientSendsEveryKindOfChecksum() throws IOException {
        Path file = file("sums.bin", 1 << 20);
        for (ChecksumAlgorithm algorithm :
                new ChecksumAlgorithm[] {ChecksumAlgorithm.CRC32, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256}) {
            sync.putObject(
                    b -> b.bucket(BUCKET).key("sums/" + algorithm).checksumAlgorithm(algorithm),
                    RequestBody.fromFile(file));

            byte[] bytes = sync.getObjectAsBytes(
                            b -> b.bucket(BUCKET).key("sums/" + algorithm).checksumMode("ENABLED"))
                    .asByteArrayUnsafe();

            assertThat(bytes).as(algorithm.toString()).isEqualTo(Files.readAllBytes(file));
        }
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }
}

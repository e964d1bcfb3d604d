package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.object.Contents;
import io.brume.kernel.object.FileObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects that come in parts. */
class MultipartTest {

    private static final int PART = 5 << 20;
    private static final byte[] CONTENT = ObjectsTest.bytes(2 * PART + 7);

    private static String begin(World world) {
        world.s3.createBucket(r -> r.bucket("bucket"));
        return world.s3.createMultipartUpload(r -> r.bucket("bucket").key("k")).uploadId();
    }

    private static List<CompletedPart> upload(World world, String id) {
        List<CompletedPart> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            byte[] part = Arrays.copyOfRange(CONTENT, i * PART, Math.min((i + 1) * PART, CONTENT.length));
            int number = i + 1;
            String etag = world.s3
                    .uploadPart(
                            r -> r.bucket("bucket").key("k").uploadId(id).partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        return parts;
    }

    private static String complete(World world, String id, List<CompletedPart> parts) {
        return world.s3
                .completeMultipartUpload(
                        r -> r.bucket("bucket").key("k").uploadId(id).multipartUpload(m -> m.parts(parts)))
                .eTag();
    }

    private static void refused(Runnable call, String code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void partsBecomeOneObjectWithoutBeingCopied(World world) {
        try (world) {
            String id = begin(world);
            List<CompletedPart> parts = upload(world, id);
            var files = world.files();
            refused(() -> complete(world, id, parts.reversed()), "InvalidPartOrder");
            String etag = complete(world, id, parts);

            assertThat(etag).endsWith("-3\"");
            assertThat(complete(world, id, parts)).isEqualTo(etag);
            assertThat(world.files()).containsExactlyInAnyOrderElementsOf(files);
            var got = world.s3.getObjectAsBytes(r -> r.bucket("bucket").key("k").checksumMode(ChecksumMode.ENABLED));
            assertThat(got.asByteArray()).isEqualTo(CONTENT);
            Checksum.Running whole = Checksum.CRC64NVME.begin();
            whole.update(CONTENT, 0, CONTENT.length);
            assertThat(got.response().checksumCRC64NVME())
                    .isEqualTo(Base64.getEncoder().encodeToString(whole.value()));
            assertThat(world.s3
                            .getObjectAsBytes(
                                    r -> r.bucket("bucket").key("k").range("bytes=" + (PART - 2) + "-" + (PART + 1)))
                            .asByteArray())
                    .isEqualTo(Arrays.copyOfRange(CONTENT, PART - 2, PART + 2));
            assertThat(world.s3
                            .headObject(r -> r.bucket("bucket").key("k").partNumber(3))
                            .contentLength())
                    .isEqualTo(7);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void copiesShareTheirBytesUntilTheLastIsDeleted(World world) throws InterruptedException {
        try (world) {
            String id = begin(world);
            complete(world, id, upload(world, id));
            world.s3.copyObject(r -> r.sourceBucket("bucket")
                    .sourceKey("k")
                    .destinationBucket("bucket")
                    .destinationKey("copy"));
            String second = world.s3
                    .createMultipartUpload(r -> r.bucket("bucket").key("joined"))
                    .uploadId();
            String etag = world.s3
                    .uploadPartCopy(r -> r.sourceBucket("bucket")
                            .sourceKey("k")
                            .copySourceRange("bytes=10-6000009")
                            .destinationBucket("bucket")
                            .destinationKey("joined")
                            .uploadId(second)
                            .partNumber(1))
                    .copyPartResult()
                    .eTag();
            world.s3.completeMultipartUpload(r -> r.bucket("bucket")
                    .key("joined")
                    .uploadId(second)
                    .multipartUpload(m -> m.parts(
                            CompletedPart.builder().partNumber(1).eTag(etag).build())));
            assertThat(world.files()).hasSize(2); // the third part is small and in the database

            world.s3.deleteObject(r -> r.bucket("bucket").key("k"));
            assertThat(world.s3
                            .getObjectAsBytes(r -> r.bucket("bucket").key("copy"))
                            .asByteArray())
                    .isEqualTo(CONTENT);
            world.s3.deleteObject(r -> r.bucket("bucket").key("copy"));
            assertThat(world.s3
                            .getObjectAsBytes(r -> r.bucket("bucket").key("joined"))
                            .asByteArray())
                    .isEqualTo(Arrays.copyOfRange(CONTENT, 10, 6_000_010));
            world.s3.deleteObject(r -> r.bucket("bucket").key("joined"));
            Eventually.true_(Duration.ofSeconds(10), () -> world.files().isEmpty());
            assertThat(world.database.<Long>read(t -> t.number("SELECT COUNT(*) FROM blob")))
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void whatIsNotCompletedCanBeDroppedAndLeavesNothing(World world) throws InterruptedException {
        try (world) {
            String id = begin(world);
            upload(world, id);
            upload(world, id);
            assertThat(world.s3
                            .listParts(r ->
                                    r.bucket("bucket").key("k").uploadId(id).maxParts(2))
                            .isTruncated())
                    .isTrue();
            assertThat(world.s3.listMultipartUploads(r -> r.bucket("bucket")).uploads())
                    .hasSize(1);
            world.s3.abortMultipartUpload(r -> r.bucket("bucket").key("k").uploadId(id));
            refused(() -> upload(world, id), "NoSuchUpload");
            Eventually.true_(Duration.ofSeconds(10), () -> world.files().isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
    void joinedChecksumsAreThoseOfTheWhole(Checksum checksum) {
        byte[] bytes = new byte[10_000];
        new Random(1).nextBytes(bytes);
        for (int cut : new int[] {0, 1, 17, 4096, 9_999, 10_000}) {
            assertThat(CrcJoin.of(checksum)
                            .join(of(checksum, bytes, 0, cut), of(checksum, bytes, cut, 10_000), 10_000L - cut))
                    .isEqualTo(of(checksum, bytes, 0, 10_000));
        }
    }

    private static String of(Checksum checksum, byte[] bytes, int from, int to) {
        Checksum.Running running = checksum.begin();
        running.update(bytes, from, to - from);
        return Base64.getEncoder().encodeToString(running.value());
    }

    @Test
    void orphansOfACrashAreSwept() throws Exception {
        try (World world = World.sqlite()) {
            String id = begin(world);
            complete(world, id, upload(world, id));
            var kept = world.files();
            var objects = new FileObjects(world.objects);
            try (var writer = objects.create()) {
                writer.write(new byte[100_000], 0, 100_000);
                writer.finish(); // and no transaction follows
            }
            assertThat(world.files()).hasSize(kept.size() + 1);
            int swept =
                    new Contents(world.database, objects).sweep(Instant.now().plusSeconds(10));
            assertThat(swept).isEqualTo(1);
            assertThat(world.files()).containsExactlyInAnyOrderElementsOf(kept);
        }
    }
}

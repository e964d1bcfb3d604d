package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Versions, delete markers and what comes back. */
class VersioningTest {

    private static String put(World world, String content) {
        return world.s3
                .putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromString(content))
                .versionId();
    }

    private static String get(World world) {
        return world.s3.getObjectAsBytes(r -> r.bucket("bucket").key("k")).asUtf8String();
    }

    private static void set(World world, BucketVersioningStatus status) {
        world.s3.putBucketVersioning(r -> r.bucket("bucket").versioningConfiguration(v -> v.status(status)));
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void everyVersionStaysUntilItIsDeletedItself(World world) {
        try (world) {
            world.s3.createBucket(r -> r.bucket("bucket"));
            assertThat(put(world, "0")).isNull();
            set(world, BucketVersioningStatus.ENABLED);
            String one = put(world, "1");
            String two = put(world, "2");

            String marker =
                    world.s3.deleteObject(r -> r.bucket("bucket").key("k")).versionId();
            assertThatThrownBy(() -> get(world)).isInstanceOf(NoSuchKeyException.class);
            assertThatThrownBy(() ->
                            world.s3.getObject(r -> r.bucket("bucket").key("k").versionId(marker)))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(405));
            var versions = world.s3.listObjectVersions(r -> r.bucket("bucket"));
            assertThat(versions.versions()).extracting(ObjectVersion::versionId).containsExactly(two, one, "null");
            assertThat(versions.versions()).noneMatch(ObjectVersion::isLatest);
            assertThat(versions.deleteMarkers()).allMatch(DeleteMarkerEntry::isLatest);
            assertThat(world.s3
                            .listObjectVersionsPaginator(r -> r.bucket("bucket").maxKeys(1))
                            .versions())
                    .extracting(ObjectVersion::versionId)
                    .containsExactly(two, one, "null");
            assertThat(world.s3.listObjectsV2(r -> r.bucket("bucket")).contents())
                    .isEmpty();

            world.s3.deleteObject(r -> r.bucket("bucket").key("k").versionId(marker));
            assertThat(get(world)).isEqualTo("2");
            world.s3.deleteObject(r -> r.bucket("bucket").key("k").versionId(two));
            assertThat(get(world)).isEqualTo("1");
            world.s3.deleteObject(r -> r.bucket("bucket").key("k").versionId(one));
            assertThat(get(world)).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void whileItIsSuspendedThereIsOneVersionWithoutAnId(World world) {
        try (world) {
            world.s3.createBucket(r -> r.bucket("bucket"));
            set(world, BucketVersioningStatus.ENABLED);
            put(world, "1");
            set(world, BucketVersioningStatus.SUSPENDED);
            put(world, "2");
            put(world, "3");

            assertThat(world.s3.listObjectVersions(r -> r.bucket("bucket")).versions())
                    .hasSize(2);
            assertThat(world.s3.deleteObject(r -> r.bucket("bucket").key("k")).versionId())
                    .isEqualTo("null");
            assertThat(world.s3.listObjectVersions(r -> r.bucket("bucket")).versions())
                    .hasSize(1);
            world.s3.deleteObject(r -> r.bucket("bucket").key("k").versionId("null"));
            assertThat(get(world)).isEqualTo("1");
            assertThatThrownBy(() -> world.s3.deleteBucket(r -> r.bucket("bucket")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BucketNotEmpty"));
        }
    }
}

package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Many writers of one key. */
class ConcurrentWritesTest {

    private static final int WRITERS = 16;

    private static <T> List<T> atOnce(Callable<T> call) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                futures.add(threads.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void ofThoseWhoWantToBeFirstOneIs(World world) throws Exception {
        try (world) {
            world.s3.createBucket(r -> r.bucket("bucket"));
            List<Boolean> first = atOnce(() -> {
                try {
                    world.s3.putObject(r -> r.bucket("bucket").key("k").ifNoneMatch("*"), RequestBody.fromString("x"));
                    return true;
                } catch (S3Exception e) {
                    assertThat(e.statusCode()).isEqualTo(412);
                    return false;
                }
            });
            assertThat(first).containsOnlyOnce(true);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void everyOneOfThemMakesAVersionWhereThereAreVersions(World world) throws Exception {
        try (world) {
            world.s3.createBucket(r -> r.bucket("bucket"));
            atOnce(() -> world.s3.putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromString("x")));
            world.s3.putBucketVersioning(
                    r -> r.bucket("bucket").versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
            atOnce(() -> world.s3.putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromString("x")));

            var versions = world.s3.listObjectVersions(r -> r.bucket("bucket")).versions();
            assertThat(versions)
                    .hasSize(WRITERS + 1)
                    .filteredOn(v -> v.isLatest())
                    .hasSize(1);
            assertThat(world.database.<Long>read(t -> t.number("SELECT COUNT(*) FROM blob")))
                    .isEqualTo(WRITERS + 1);
        }
    }
}

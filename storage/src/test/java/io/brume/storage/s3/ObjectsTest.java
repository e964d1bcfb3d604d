package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Objects that are put and got. */
class ObjectsTest {

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void objectsOfEverySizeComeBackBitForBit(World world) {
        try (world) {
            world.s3.createBucket(r -> r.bucket("photos"));
            for (int length : new int[] {0, 1, 16 << 10, (16 << 10) + 1, 256 << 10, 300_000, 9 << 20}) {
                byte[] content = bytes(length);
                world.s3.putObject(
                        r -> r.bucket("photos").key("k").metadata(Map.of("colour", "blue")),
                        RequestBody.fromBytes(content));
                ResponseBytes<GetObjectResponse> got =
                        world.s3.getObjectAsBytes(r -> r.bucket("photos").key("k"));
                assertThat(got.asByteArray()).isEqualTo(content);
                assertThat(got.response().contentLength()).isEqualTo(length);
                assertThat(got.response().metadata()).containsEntry("colour", "blue");
                int from = length / 3;
                if (length > 3) {
                    assertThat(world.s3
                                    .getObjectAsBytes(
                                            r -> r.bucket("photos").key("k").range("bytes=" + from + "-" + (from + 1)))
                                    .asByteArray())
                            .isEqualTo(Arrays.copyOfRange(content, from, from + 2));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void whatIsReplacedOrDeletedLeavesNoFile(World world) throws InterruptedException {
        try (world) {
            world.s3.createBucket(r -> r.bucket("photos"));
            for (int i = 0; i < 3; i++) {
                world.s3.putObject(r -> r.bucket("photos").key("k"), RequestBody.fromBytes(bytes(100_000 + i)));
            }
            Eventually.true_(Duration.ofSeconds(10), () -> world.files().size() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.storage.s3.World#each")
    void whatIsNotThereIsSaidSo(World world) {
        try (world) {
            assertThatThrownBy(() -> world.s3.getObject(r -> r.bucket("photos").key("k")))
                    .isInstanceOf(NoSuchBucketException.class);
            world.s3.createBucket(r -> r.bucket("photos"));
            assertThatThrownBy(() -> world.s3.getObject(r -> r.bucket("photos").key("k")))
                    .isInstanceOf(NoSuchKeyException.class);
        }
    }
}

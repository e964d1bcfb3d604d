package io.brume.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.object.Objects;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blobs kept in another S3, which here is this one. */
class RemoteObjectsTest {

    @Test
    void blobsOfOneAndOfManyPartsComeBackBitForBit() throws IOException {
        try (World world = World.sqlite()) {
            world.s3.createBucket(r -> r.bucket("blobs"));
            var remote = new RemoteObjects(world.s3, "blobs", "brume/");
            for (int length : new int[] {100_000, 8 << 20, (17 << 20) + 3}) {
                byte[] content = ObjectsTest.bytes(length);
                String id;
                try (Objects.Writer writer = remote.create()) {
                    writer.write(content, 0, 1000);
                    writer.write(content, 1000, length - 1000);
                    id = writer.finish();
                }
                try (var in = remote.open(id, 0, length)) {
                    assertThat(in.readAllBytes()).isEqualTo(content);
                }
                try (var in = remote.open(id, 5, 1)) {
                    assertThat(in.readAllBytes()).containsExactly(content[5]);
                }
                List<String> ids = new ArrayList<>();
                remote.each(Instant.now().plusSeconds(60), ids::add);
                assertThat(ids).containsExactly(id);
                remote.delete(id);
                assertThatThrownBy(() -> remote.open(id, 0, 1)).isInstanceOf(NoSuchFileException.class);
            }
        }
    }

    @Test
    void aBlobThatIsGivenUpLeavesNothing() throws IOException {
        try (World world = World.sqlite()) {
            world.s3.createBucket(r -> r.bucket("blobs"));
            var remote = new RemoteObjects(world.s3, "blobs", "");
            try (Objects.Writer writer = remote.create()) {
                writer.write(new byte[20 << 20], 0, 20 << 20);
            }
            assertThat(world.s3.listMultipartUploads(r -> r.bucket("blobs")).uploads())
                    .isEmpty();
            assertThat(world.s3.listObjectsV2(r -> r.bucket("blobs")).contents())
                    .isEmpty();
        }
    }
}

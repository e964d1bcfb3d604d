package io.brume.kernel.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileObjectsTest {

    @TempDir
    Path folder;

    private String write(FileObjects objects, byte[] content) throws IOException {
        try (Objects.Writer writer = objects.create()) {
            int half = content.length / 2;
            writer.write(content, 0, half);
            writer.write(content, half, content.length - half);
            return writer.finish();
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 512 << 10, (512 << 10) + 1, (3 << 20) - 5})
    void blobsComeBackBitForBitAlsoToANewProcess(int length) throws IOException {
        byte[] content = bytes(length);
        String id = write(new FileObjects(folder), content);

        var again = new FileObjects(folder);
        try (var in = again.open(id, 0, length)) {
            var out = new ByteArrayOutputStream();
            in.transferTo(out);
            assertThat(out.toByteArray()).isEqualTo(content);
        }
        try (var in = again.open(id, length / 3, length / 3)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, length / 3, length / 3 * 2));
        }
    }

    @Test
    void manyWritersAtOnceDoNotMixTheirBytes() throws Exception {
        var objects = new FileObjects(folder);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                byte[] content = bytes(600_000 + i);
                ids.add(threads.submit(() -> write(objects, content)));
            }
            for (int i = 0; i < 50; i++) {
                try (var in = objects.open(ids.get(i).get(), 0, 600_000 + i)) {
                    assertThat(in.readAllBytes()).isEqualTo(bytes(600_000 + i));
                }
            }
        }
    }

    @Test
    void whatIsNotFinishedIsNeverABlob() throws IOException {
        var objects = new FileObjects(folder);
        try (Objects.Writer writer = objects.create()) {
            writer.write(bytes(2 << 20), 0, 2 << 20);
        }
        Files.write(folder.resolve("incoming/left-by-a-crash"), bytes(10));
        List<String> ids = new ArrayList<>();
        objects.each(Instant.now().plusSeconds(10), ids::add);

        assertThat(ids).isEmpty();
        try (var left = Files.list(folder.resolve("incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void onlyBlobsOlderThanAMomentAreTold() throws IOException {
        var objects = new FileObjects(folder);
        String id = write(objects, bytes(10));
        List<String> ids = new ArrayList<>();
        objects.each(Instant.now().minusSeconds(10), ids::add);
        assertThat(ids).isEmpty();
        objects.each(Instant.now().plusSeconds(10), ids::add);
        assertThat(ids).containsExactly(id);
    }

    @Test
    void aDeletedBlobIsGoneButWhoReadsItReadsOn() throws IOException {
        var objects = new FileObjects(folder);
        byte[] content = bytes(100_000);
        String id = write(objects, content);
        try (var in = objects.open(id, 0, content.length)) {
            objects.delete(id);
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThatThrownBy(() -> objects.open(id, 0, 1)).isInstanceOf(NoSuchFileException.class);
        objects.delete(id);
    }

    @Test
    void aPathIsNoId() {
        assertThatThrownBy(() -> new FileObjects(folder).open("../../../etc/passwd", 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

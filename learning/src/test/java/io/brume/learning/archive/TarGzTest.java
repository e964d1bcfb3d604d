package io.brume.learning.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarGzTest {

    @TempDir
    Path folder;

    @Test
    void whatIsPackedIsUnpackedAsItWas() throws IOException {
        String longName = "a-long-name-".repeat(12) + "é.txt";
        Path model = Files.createDirectories(folder.resolve("model/code"));
        Files.write(model.resolve("weights"), new byte[70_000]);
        Files.writeString(model.resolve(longName), "long");
        Files.writeString(folder.resolve("model/empty"), "");

        var archive = new ByteArrayOutputStream();
        TarGz.pack(folder.resolve("model"), archive);
        TarGz.unpack(new ByteArrayInputStream(archive.toByteArray()), folder.resolve("copy"));

        assertThat(folder.resolve("copy/code/weights")).hasBinaryContent(new byte[70_000]);
        assertThat(folder.resolve("copy/code").resolve(longName)).hasContent("long");
        assertThat(folder.resolve("copy/empty")).isEmptyFile();
    }

    @Test
    void tarReadsWhatIsPackedAndIsRead() throws Exception {
        String longName = "long-".repeat(40);
        Path model = Files.createDirectories(folder.resolve("model/deep"));
        Files.writeString(model.resolve(longName), "by tar");
        Path packed = folder.resolve("packed.tar.gz");
        tar("-czf", packed.toString(), "-C", folder.resolve("model").toString(), ".");
        try (var in = Files.newInputStream(packed)) {
            TarGz.unpack(in, folder.resolve("read"));
        }
        assertThat(folder.resolve("read/deep").resolve(longName)).hasContent("by tar");

        Path ours = folder.resolve("ours.tar.gz");
        try (var out = Files.newOutputStream(ours)) {
            TarGz.pack(folder.resolve("model"), out);
        }
        Path target = Files.createDirectories(folder.resolve("target"));
        tar("-xzf", ours.toString(), "-C", target.toString());
        assertThat(target.resolve("deep").resolve(longName)).hasContent("by tar");
    }

    private static void tar(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(java.util.List.of("tar"));
        command.addAll(java.util.List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void aPlaceOutsideOfTheFolderIsRefused() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.writeString(folder.resolve("evil"), "evil");
        Path packed = folder.resolve("evil.tar.gz");
        tar("-czPf", packed.toString(), "-C", inner.toString(), "../evil");

        assertThatThrownBy(() -> {
                    try (var in = Files.newInputStream(packed)) {
                        TarGz.unpack(in, folder.resolve("target"));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside");
    }

    private void refuses(ByteArrayOutputStream archive, long most, String why) throws IOException {
        assertThatThrownBy(() ->
                        TarGz.unpack(new ByteArrayInputStream(archive.toByteArray()), folder.resolve("target"), most))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    /** 64 MB of nothing take 64 KB. */
    @Test
    void aBombIsRefusedBeforeItIsOnTheDisk() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.write(model.resolve("zeros"), new byte[64 << 20]);
        var archive = new ByteArrayOutputStream();
        TarGz.pack(model, archive);

        assertThat(archive.size()).isLessThan(1 << 20);
        refuses(archive, 1 << 20, "more than 1048576 bytes");
        assertThat(folder.resolve("target/zeros")).doesNotExist();
    }

    @Test
    void anArchiveOfVeryManyFilesIsRefused() throws IOException {
        var archive = new ByteArrayOutputStream();
        Path nothing = Files.createFile(folder.resolve("nothing"));
        try (var gzip = new java.util.zip.GZIPOutputStream(archive)) {
            var tar = new TarWriter(gzip);
            for (int i = 0; i <= 100_000; i++) {
                tar.add("same", nothing);
            }
            tar.finish();
        }
        refuses(archive, Long.MAX_VALUE, "more than 100000 files");
    }
}

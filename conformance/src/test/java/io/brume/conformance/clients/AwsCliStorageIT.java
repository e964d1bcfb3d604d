package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI's high-level S3 commands, and curl with the URLs that it presigns. */
class AwsCliStorageIT {

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    private static final int FILES = 2_000;
    private static final int LARGE = 200 << 20;

    @TempDir
    Path folder;

    @BeforeAll
    static void theAwsCliIsThere() {
        Program.require("aws", "--version");
        Program.require("curl", "--version");
    }

    private String aws(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("aws", "--endpoint-url", BRUME.endpoint().toString()));
        command.addAll(List.of(arguments));
        Program.Result result = Program.run(folder, command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    @Test
    void aTreeIsSyncedThereAndBackAndMoved() throws IOException {
        Path tree = folder.resolve("tree");
        for (int i = 0; i < FILES; i++) {
            Path file = tree.resolve("d" + i % 50 + "/e é/" + i + (i % 7 == 0 ? " +&%41.txt" : ".txt"));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "file " + i);
        }
        aws("s3", "mb", "s3://cli-tree");

        aws("s3", "sync", "--only-show-errors", "tree", "s3://cli-tree/up");
        assertThat(aws("s3", "sync", "tree", "s3://cli-tree/up"))
                .as("nothing is left to do")
                .isBlank();
        aws("s3", "sync", "--only-show-errors", "s3://cli-tree/up", "back");
        aws("s3", "mv", "--recursive", "--only-show-errors", "s3://cli-tree/up/d1", "s3://cli-tree/moved");

        assertThat(count("back")).isEqualTo(FILES);
        assertThat(folder.resolve("back/d7/e é/7 +&%41.txt")).hasContent("file 7");
        assertThat(aws("s3", "ls", "--recursive", "s3://cli-tree/moved").lines())
                .hasSize(FILES / 50);
        assertThat(aws("s3", "ls", "--recursive", "--summarize", "s3://cli-tree"))
                .contains("Total Objects: " + FILES);
        aws("s3", "rb", "--force", "s3://cli-tree");
    }

    private long count(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void aLargeFileGoesThereAndBack() throws IOException {
        Path up = folder.resolve("up.bin");
        byte[] chunk = new byte[1 << 20];
        new Random(1).nextBytes(chunk);
        try (OutputStream out = Files.newOutputStream(up)) {
            for (int i = 0; i < LARGE / chunk.length; i++) {
                chunk[0] = (byte) i;
                out.write(chunk);
            }
        }
        aws("s3", "mb", "s3://cli-large");

        aws("s3", "cp", "--only-show-errors", "up.bin", "s3://cli-large/up.bin");
        aws("s3", "mv", "--only-show-errors", "s3://cli-large/up.bin", "s3://cli-large/moved.bin");
        aws("s3", "cp", "--only-show-errors", "s3://cli-large/moved.bin", "down.bin");

        assertThat(Files.mismatch(up, folder.resolve("down.bin"))).isEqualTo(-1);
    }

    @Test
    void curlFetchesAPresignedUrl() throws IOException {
        Files.writeString(folder.resolve("note.txt"), "for everyone");
        aws("s3", "mb", "s3://cli-signed");
        aws("s3", "cp", "--only-show-errors", "note.txt", "s3://cli-signed/a b/nöte.txt");
        String url = aws("s3", "presign", "s3://cli-signed/a b/nöte.txt").strip();

        Program.Result fetched = Program.run(folder, "curl", "-fsS", url);

        assertThat(fetched.output()).isEqualTo("for everyone");
    }
}

package io.brume.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void theHolderIsKnownWithItsEndpointOnceItAnswers() {
        try (var held = DataFolder.take(folder)) {
            long pid = ProcessHandle.current().pid();
            assertThat(DataFolder.holder(folder)).contains(new DataFolder.Holder(pid, null));

            held.answersAt(URI.create("http://127.0.0.1:4566"));

            assertThat(DataFolder.holder(folder))
                    .contains(new DataFolder.Holder(pid, URI.create("http://127.0.0.1:4566")));
        }
        assertThat(DataFolder.holder(folder)).isEmpty();
    }

    @Test
    void aSecondServerInThisProcessIsRefused() {
        try (var _ = DataFolder.take(folder)) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> DataFolder.take(folder))
                    .withMessageContaining("(pid " + ProcessHandle.current().pid() + ") uses the data folder ");
        }
        DataFolder.take(folder).close();
    }

    @Test
    void lookingAtAHeldFolderDoesNotLoseIt() throws IOException {
        try (var _ = DataFolder.take(folder)) {
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> DataFolder.take(folder));
            assertThat(DataFolder.holder(folder)).isPresent();

            assertThat(holdInAnotherProcess().inputReader().readLine()).contains("uses the data folder");
        }
    }

    @Test
    void aFolderHeldByAnotherProcessIsRefusedUntilThatProcessIsKilled() throws Exception {
        Process other = holdInAnotherProcess();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> DataFolder.take(folder))
                    .withMessageContaining("(pid " + other.pid() + ")");
            assertThat(DataFolder.holder(folder)).contains(new DataFolder.Holder(other.pid(), null));
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(DataFolder.holder(folder)).isEmpty();
        DataFolder.take(folder).close();
    }

    @Test
    void aFileLeftByACrashHoldsNothing() throws IOException {
        long someoneElse = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(folder.resolve(DataFolder.PID_FILE), someoneElse + "\nhttp://127.0.0.1:4566\n");

        assertThat(DataFolder.holder(folder)).isEmpty();
        DataFolder.take(folder).close();
    }

    @Test
    void aFolderThatCannotBeIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> DataFolder.take(file.resolve("data")))
                .withMessageContaining("cannot be written: change its permissions");
    }

    private Process holdInAnotherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldFolder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Takes a folder, says so, and keeps it until it is killed or nobody listens. */
    static final class HoldFolder {
        private HoldFolder() {}

        public static void main(String[] arguments) throws IOException {
            try (var _ = DataFolder.take(Path.of(arguments[0]))) {
                System.out.println("held");
                while (System.in.read() >= 0) {
                    // the test writes nothing
                }
            } catch (Refused e) {
                System.out.println(e.getMessage());
            }
        }
    }
}

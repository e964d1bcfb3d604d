package io.brume.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void flagsTakeTheirValueAfterASpaceOrAnEqualsSign() {
        assertThat(CommandLine.parse("up", "--port", "1", "--data=/x y", "--detach"))
                .isEqualTo(new CommandLine.Typed("up", Map.of("port", "1", "data", "/x y", "detach", "true")));
    }

    @Test
    void withoutACommandTheHelpIsShown() {
        assertThat(run()).isZero();
        assertThat(text(out)).startsWith("Usage: brume COMMAND");
    }

    @Test
    void anUnknownOptionIsNamedWithTheNearest() {
        assertThat(run("up", "--prot", "1")).isOne();
        assertThat(text(err)).isEqualTo("There is no option '--prot'; the nearest are --port, --host, --parts.\n");
    }

    @Test
    void anUnknownCommandIsNamedWithTheNearest() {
        assertThat(run("dwn")).isOne();
        assertThat(text(err)).startsWith("There is no command 'dwn'; the nearest are down,");
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        assertThat(run("up", "--port")).isOne();
        assertThat(text(err)).isEqualTo("`--port` needs a value.\n");
    }

    @Test
    void detachGoesWithUpOnly() {
        assertThat(run("down", "--detach")).isOne();
        assertThat(text(err)).isEqualTo("`--detach` goes with `brume up`.\n");
    }

    @Test
    void aTakenPortIsOneSentenceAndTheFolderIsGivenBack() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(run("up", "--port", String.valueOf(port))).isOne();

            assertThat(text(err))
                    .startsWith("Port " + port + " on 127.0.0.1 is taken: ")
                    .hasLineCount(1);
        }
        DataFolder.take(folder.resolve(".brume")).close();
    }

    @Test
    void aBindExceptionIsFoundUnderOthers() {
        var commandLine = new CommandLine(
                _ -> {
                    throw new IllegalStateException("wrapped", new BindException("Address already in use"));
                },
                folder,
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(commandLine.run("up", "--port", "80")).isOne();
        assertThat(text(err)).startsWith("Port 80 cannot be had: ports below 1024 need rights");
    }

    @Test
    void statusAndDownSayWhenNothingRuns() {
        assertThat(run("status")).isOne();
        assertThat(run("down")).isZero();
        assertThat(text(out)).contains("`brume up` starts one.").contains("No Brume runs on the data folder ");
    }

    @Test
    void doctorLooksWithoutMakingTheDataFolder() {
        assertThat(run("doctor", "--port", "0")).isZero();
        assertThat(text(out)).contains("ok       JDK 25", "ok       data folder", "engines:");
        assertThat(folder.resolve(".brume")).doesNotExist();
    }

    @Test
    void doctorFailsWhenTheDataFolderCannotBe() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("doctor", "--port", "0", "--data", file.resolve("data").toString()))
                .isOne();
        assertThat(text(out)).contains("not ok   data folder");
    }

    @Test
    void theWarmUpServesBesideAndLeavesNothing() throws Exception {
        assertThat(run("warm-up")).isZero();
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private int run(String... arguments) {
        return new CommandLine(
                        configuration -> Brume.start(configuration).listen(),
                        folder,
                        Map.of(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}

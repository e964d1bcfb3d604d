package io.brume.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.engines.Engines;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {

    @TempDir
    private Path folder;

    @Test
    void aRunningServerIsToldWithItsEngines() throws Exception {
        Configuration configuration = ConfigurationReader.read(
                folder, Map.of(), Map.of("port", "0", "data", "data", "engines.preload", "never"));
        int engines = Engines.discover(Map.of()).all().size();
        try (var held = DataFolder.take(configuration.data());
                var running = Brume.start(configuration).listen()) {
            held.answersAt(running.endpoint());

            assertThat(status())
                    .contains("endpoint  " + running.endpoint() + "\n")
                    .contains("pid       " + ProcessHandle.current().pid())
                    .contains("status    ok")
                    .contains("engines   0 of " + engines + " loaded\n          ")
                    .contains(": ready");
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsToldSo() {
        try (var held = DataFolder.take(folder.resolve("data"))) {
            assertThat(status()).contains("is starting.");

            held.answersAt(URI.create("http://127.0.0.1:1"));

            assertThat(status()).contains("http://127.0.0.1:1 (does not answer)");
        }
    }

    @Test
    void timesAreToldInTheirTwoLargestUnits() {
        assertThat(Status.words(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Status.words(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
        assertThat(Status.words(Duration.ofMinutes(121))).isEqualTo("2 h 1 min");
        assertThat(Status.words(Duration.ofHours(49))).isEqualTo("2 d 1 h");
    }

    private String status() {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        new CommandLine(configuration -> Brume.start(configuration).listen(), folder, Map.of(), print, print)
                .run("status", "--data", folder.resolve("data").toString());
        return out.toString(StandardCharsets.UTF_8);
    }
}

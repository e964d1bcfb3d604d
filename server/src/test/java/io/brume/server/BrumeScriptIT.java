package io.brume.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Runs {@code brume-test.sh}, which uses the script as a user does; its output tells what failed. */
class BrumeScriptIT {

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theScriptDoesWhatItSays() throws Exception {
        Path project = Path.of("..").toRealPath();
        Process script = new ProcessBuilder(
                        "sh", "src/test/sh/brume-test.sh", project.toString(), System.getProperty("java.home"))
                .redirectErrorStream(true)
                .start();
        script.inputReader().lines().forEach(System.out::println);

        assertThat(script.waitFor()).isZero();
    }
}

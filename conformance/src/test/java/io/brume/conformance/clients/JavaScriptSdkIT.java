package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The AWS SDK for JavaScript, version 3: the programs in {@code src/test/clients/javascript} say what they assert. */
class JavaScriptSdkIT {

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    private static final Path FOLDER = Path.of("target", "javascript");

    @BeforeAll
    static void theSdkIsInstalled() throws IOException {
        Program.require("node", "--version");
        Program.require("npm", "--version");
        Files.createDirectories(FOLDER);
        for (String file :
                List.of(".npmrc", "package.json", "package-lock.json", "comprehend.test.mjs", "storage.test.mjs")) {
            Files.copy(
                    Path.of("src", "test", "clients", "javascript", file),
                    FOLDER.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Program.Result installed = Program.run(FOLDER, "npm", "ci", "--no-audit", "--no-fund");
        assertThat(installed.exitCode()).as(installed.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"comprehend.test.mjs, 17", "storage.test.mjs, 7"})
    void theServicesAnswerJavaScript(String program, int tests) {
        Program.Result result = Program.run(
                FOLDER, "node", "--test-reporter=tap", program, BRUME.endpoint().toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("# pass " + tests, "# fail 0", "# skipped 0");
    }
}

package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The AWS SDK for JavaScript, version 3: {@code src/test/clients/javascript/comprehend.test.mjs} says what it asserts. */
class JavaScriptSdkIT {

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    @Test
    void everyOperationOfComprehendAnswersJavaScript() throws IOException {
        Program.require("node", "--version");
        Program.require("npm", "--version");
        Path folder = Path.of("target", "javascript");
        Files.createDirectories(folder);
        for (String file : List.of(".npmrc", "package.json", "package-lock.json", "comprehend.test.mjs")) {
            Files.copy(
                    Path.of("src", "test", "clients", "javascript", file),
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Program.Result installed = Program.run(folder, "npm", "ci", "--no-audit", "--no-fund");
        assertThat(installed.exitCode()).as(installed.output()).isZero();

        Program.Result result = Program.run(
                folder,
                "node",
                "--test-reporter=tap",
                "comprehend.test.mjs",
                BRUME.endpoint().toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("# pass 17", "# fail 0", "# skipped 0");
    }
}

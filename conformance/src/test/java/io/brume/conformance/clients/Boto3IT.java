package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** boto3: {@code src/test/clients/python/comprehend.py} says what it asserts. */
class Boto3IT {

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    @Test
    void everyOperationOfComprehendAnswersBoto3() {
        Program.require("python3", "-c", "import boto3");

        Program.Result result = Program.run(
                Path.of("src", "test", "clients", "python"),
                "python3",
                "-B",
                "comprehend.py",
                BRUME.endpoint().toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("Ran 15 tests").contains("OK").doesNotContain("skipped");
    }
}

package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** boto3: the programs in {@code src/test/clients/python} say what they assert. */
class Boto3IT {

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    @ParameterizedTest
    @CsvSource({"comprehend.py, 15", "storage.py, 10", "tables.py, 6"})
    void theServicesAnswerBoto3(String program, int tests) {
        Program.require("python3", "-c", "import boto3");

        Program.Result result = Program.run(
                Path.of("src", "test", "clients", "python"),
                "python3",
                "-B",
                program,
                BRUME.endpoint().toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("Ran " + tests + " tests")
                .contains("OK")
                .doesNotContain("skipped");
    }
}

package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** boto3: the programs in {@code src/test/clients/python} say what they assert. */
class Boto3IT {

    /** Where Debian's python3-sklearn has scikit-learn's data. */
    private static final String DATA_SETS = "/usr/lib/python3/dist-packages/sklearn/datasets/data";

    private static final Path SENTENCES =
            Path.of("..", "bench", "quality", "sentiment-training.jsonl").toAbsolutePath();

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    @ParameterizedTest
    @CsvSource({"comprehend.py, 15", "storage.py, 10", "tables.py, 6"})
    void theServicesAnswerBoto3(String program, int tests) {
        run(program, tests);
    }

    @Test
    void everyBuiltInAlgorithmTrainsDeploysAndTransforms() {
        Program.require("test", "-f", DATA_SETS + "/digits.csv.gz");
        Program.require("aws", "--version");

        run("sagemaker.py", 15, DATA_SETS, SENTENCES.toString());
    }

    private static void run(String program, int tests, String... arguments) {
        Program.require("python3", "-c", "import boto3");
        List<String> command = new ArrayList<>(
                List.of("python3", "-B", program, BRUME.endpoint().toString()));
        command.addAll(List.of(arguments));

        Program.Result result =
                Program.run(Path.of("src", "test", "clients", "python"), command.toArray(String[]::new));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("Ran " + tests + " tests")
                .contains("OK")
                .doesNotContain("skipped");
    }
}

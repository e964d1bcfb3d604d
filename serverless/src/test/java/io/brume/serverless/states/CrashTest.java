package io.brume.serverless.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** A process of its own, killed by SIGKILL while it runs executions: the next one finishes all of them. */
@Tag("slow")
class CrashTest {

    private static final int KILLS = 3;
    private static final int STARTED = 60;

    /** Ten states: passes, choices, a wait in the middle of which the process is killed, branches, items and calls of a service. */
    private static final String MACHINE = """
            {"StartAt": "A", "States": {
              "A": {"Type": "Pass", "Result": 1, "ResultPath": "$.n", "Next": "B"},
              "B": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "C"}]},
              "C": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:listQueues", "Parameters": {},
                "ResultPath": null, "Next": "D"},
              "D": {"Type": "Wait", "Seconds": 1, "Next": "E"},
              "E": {"Type": "Parallel", "ResultPath": "$.e", "Next": "F", "Branches": [
                {"StartAt": "E1", "States": {"E1": {"Type": "Wait", "Seconds": 1, "Next": "E2"},
                  "E2": {"Type": "Pass", "Result": "e", "End": true}}}]},
              "F": {"Type": "Map", "ItemsPath": "$.items", "ResultPath": "$.f", "Next": "G", "ItemProcessor": {
                "StartAt": "F1", "States": {"F1": {"Type": "Wait", "Seconds": 1, "End": true}}}},
              "G": {"Type": "Succeed", "OutputPath": "$.f"}}}""";

    @TempDir
    private Path folder;

    @Test
    void killedAgainAndAgainEveryExecutionThatWasStartedFinishes() throws Exception {
        Set<String> started = new HashSet<>();
        for (int i = 0; i < KILLS; i++) {
            startAndKill(started);
        }
        assertThat(started).hasSizeGreaterThanOrEqualTo(KILLS * STARTED);

        try (var fixture = new StatesFixture(Database.file(folder.resolve("brume.db")))) {
            for (String execution : started) {
                DescribeExecutionResponse ended = fixture.ended(execution);
                assertThat(ended.status()).as(ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
                assertThat(ended.output()).isEqualTo("[1,2]");
                List<HistoryEvent> events = fixture.states
                        .getExecutionHistory(r -> r.executionArn(execution).maxResults(1000))
                        .events();
                for (int n = 0; n < events.size(); n++) {
                    assertThat(events.get(n).id())
                            .as("no event is lost or doubled")
                            .isEqualTo(n + 1L);
                }
                assertThat(events)
                        .filteredOn(event -> event.typeAsString().endsWith("StateExited"))
                        .as("every state was left once")
                        .hasSize(7 + 2 + 2);
            }
        }
    }

    private void startAndKill(Set<String> started) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashTest.class.getName(),
                folder.resolve("brume.db").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader()) {
            int acknowledged = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("started ")) {
                    started.add(line.substring(8));
                    acknowledged++;
                }
                if (acknowledged == STARTED) {
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(acknowledged).isGreaterThanOrEqualTo(STARTED);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Starts executions, a few at a time, and says so when they are started. */
    public static void main(String[] arguments) {
        var fixture = new StatesFixture(Database.file(Path.of(arguments[0])));
        String machine = fixture.machine("m", MACHINE);
        while (true) {
            System.out.println("started " + fixture.run(machine, "{\"items\":[1,2]}"));
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }
}

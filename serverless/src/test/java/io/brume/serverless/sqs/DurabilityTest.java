package io.brume.serverless.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A process of its own, killed by SIGKILL while it sends, receives and deletes. */
@Tag("slow")
class DurabilityTest {

    private static final int ACKNOWLEDGED = 300;

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedSurvivesBeingKilled() throws Exception {
        Set<String> sent = new HashSet<>();
        Set<String> deleted = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            runAndKill(sent, deleted);
        }
        Set<String> left = new HashSet<>();
        try (Database database = Database.file(folder.resolve("brume.db"));
                SqsClient client = client(database)) {
            String url = client.getQueueUrl(r -> r.queueName("q")).queueUrl();
            List<Message> messages;
            do {
                messages = client.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10))
                        .messages();
                messages.forEach(message -> left.add(message.body()));
            } while (!messages.isEmpty());
        }

        assertThat(left).doesNotContainAnyElementsOf(deleted);
        sent.removeAll(deleted);
        // One that was being deleted when the process died may be gone as well: nobody was told either way.
        sent.removeAll(left);
        assertThat(sent).hasSizeLessThanOrEqualTo(3);
    }

    private void runAndKill(Set<String> sent, Set<String> deleted) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DurabilityTest.class.getName(),
                folder.resolve("brume.db").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader()) {
            int acknowledged = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("sent ")) {
                    sent.add(line.substring(5));
                    acknowledged++;
                } else if (line.startsWith("deleted ")) {
                    deleted.add(line.substring(8));
                }
                if (acknowledged == ACKNOWLEDGED) {
                    process.toHandle().destroyForcibly(); // what it wrote before can still be read
                }
            }
            assertThat(acknowledged).isGreaterThanOrEqualTo(ACKNOWLEDGED);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static SqsClient client(Database database) {
        return InProcess.of(HostedService.of(new Sqs(database, Clock.systemUTC())))
                .client(SqsClient.class);
    }

    /** Says what it has done only when it is done; with every third message one is received and deleted. */
    public static void main(String[] arguments) {
        SqsClient client = client(Database.file(Path.of(arguments[0])));
        String url = client.createQueue(r -> r.queueName("q")).queueUrl();
        for (long i = 0; ; i++) {
            String body = ProcessHandle.current().pid() + "-" + i;
            client.sendMessage(r -> r.queueUrl(url).messageBody(body));
            System.out.println("sent " + body);
            if (i % 3 == 0) {
                Message again = client.receiveMessage(r -> r.queueUrl(url).visibilityTimeout(1))
                        .messages()
                        .getFirst();
                client.deleteMessage(r -> r.queueUrl(url).receiptHandle(again.receiptHandle()));
                System.out.println("deleted " + again.body());
            }
        }
    }
}

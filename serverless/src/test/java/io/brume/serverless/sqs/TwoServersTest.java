package io.brume.serverless.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.brume.kernel.database.Database;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.testing.PostgreSql;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Two servers on one PostgreSQL database. */
@Tag("slow")
class TwoServersTest {

    private static final int MESSAGES = 300;
    private static final int RECEIVERS = 4;

    @Test
    void noMessageIsHandedOutTwiceWithinItsVisibility() throws Exception {
        assertThat(received("q", Map.of())).hasSize(MESSAGES).doesNotHaveDuplicates();
    }

    @Test
    void groupsKeepTheirOrderAcrossServers() throws Exception {
        List<String> received = received("q.fifo", Map.of("FifoQueue", "true", "ContentBasedDeduplication", "true"));

        assertThat(received).hasSize(MESSAGES).doesNotHaveDuplicates();
    }

    private static List<String> received(String name, Map<String, String> attributes) throws Exception {
        PostgreSql server = PostgreSql.shared().orElse(null);
        assumeTrue(server != null, "PostgreSQL is not installed");
        String url = server.newDatabase();
        try (Database one = Database.postgres(url);
                Database two = Database.postgres(url);
                SqsClient first = client(one);
                SqsClient second = client(two);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String queue = first.createQueue(r -> r.queueName(name).attributesWithStrings(attributes))
                    .queueUrl();
            List<Future<List<String>>> receivers = new ArrayList<>();
            for (int i = 0; i < RECEIVERS; i++) {
                SqsClient client = i % 2 == 0 ? first : second;
                receivers.add(threads.submit(receiver(client, queue)));
            }
            for (int i = 0; i < MESSAGES; i++) {
                String body = String.format("%05d", i);
                String group = attributes.isEmpty() ? null : "g" + i % 7;
                (i % 2 == 0 ? first : second)
                        .sendMessage(r -> r.queueUrl(queue).messageBody(body).messageGroupId(group));
            }
            List<String> all = new ArrayList<>();
            for (var receiver : receivers) {
                all.addAll(receiver.get());
            }
            return all;
        }
    }

    private static SqsClient client(Database database) {
        return InProcess.of(HostedService.of(new Sqs(database, Clock.systemUTC())))
                .client(SqsClient.class);
    }

    /** Receives and deletes until nothing comes any more. */
    private static Callable<List<String>> receiver(SqsClient client, String queue) {
        return () -> {
            List<String> bodies = new ArrayList<>();
            while (true) {
                List<Message> messages = client.receiveMessage(
                                r -> r.queueUrl(queue).waitTimeSeconds(3).maxNumberOfMessages(3))
                        .messages();
                if (messages.isEmpty()) {
                    return bodies;
                }
                for (Message message : messages) {
                    bodies.add(message.body());
                    client.deleteMessage(r -> r.queueUrl(queue).receiptHandle(message.receiptHandle()));
                }
            }
        };
    }
}

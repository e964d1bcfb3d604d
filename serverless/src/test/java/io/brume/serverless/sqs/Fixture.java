package io.brume.serverless.sqs;

import io.brume.kernel.database.Database;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.testing.PostgreSql;
import io.brume.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** SQS on a fresh database and a clock that stands, asked through the SDK's own client. */
final class Fixture implements AutoCloseable {

    final SettableClock clock = new SettableClock("2026-11-25T12:00:00Z");
    final Database database;
    final Sqs service;
    final InProcess inProcess;
    final SqsClient client;
    private final String name;

    private Fixture(String name, Database database) {
        this.name = name;
        this.database = database;
        service = new Sqs(database, clock);
        inProcess = InProcess.of(HostedService.of(service));
        client = inProcess.client(SqsClient.class);
    }

    /** For {@code @MethodSource}: on SQLite, and on PostgreSQL where it is installed. */
    static Stream<Fixture> each() {
        return Stream.concat(
                Stream.of(onSqlite()),
                PostgreSql.shared().stream()
                        .map(server -> new Fixture("PostgreSQL", Database.postgres(server.newDatabase()))));
    }

    static Fixture onSqlite() {
        try {
            return new Fixture(
                    "SQLite",
                    Database.file(Files.createTempDirectory("brume-sqs").resolve("brume.db")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String queue(String queue) {
        return queue(queue, Map.of());
    }

    String queue(String queue, Map<String, String> attributes) {
        return client.createQueue(r -> r.queueName(queue).attributesWithStrings(attributes))
                .queueUrl();
    }

    String fifo(String queue) {
        return queue(queue, Map.of("FifoQueue", "true", "ContentBasedDeduplication", "true"));
    }

    String arn(String url) {
        return attribute(url, "QueueArn");
    }

    String attribute(String url, String attribute) {
        return client.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributesAsStrings()
                .getOrDefault(attribute, "");
    }

    void send(String url, String... bodies) {
        for (String body : bodies) {
            client.sendMessage(r -> r.queueUrl(url).messageBody(body));
        }
    }

    void sendTo(String url, String group, String... bodies) {
        for (String body : bodies) {
            client.sendMessage(r -> r.queueUrl(url).messageBody(body).messageGroupId(group));
        }
    }

    List<Message> receive(String url) {
        return receive(url, r -> {});
    }

    /** Up to ten messages. */
    List<Message> receive(String url, Consumer<ReceiveMessageRequest.Builder> request) {
        return client.receiveMessage(r -> {
                    r.queueUrl(url).maxNumberOfMessages(10);
                    request.accept(r);
                })
                .messages();
    }

    void delete(String url, Message message) {
        client.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
    }

    static List<String> bodies(List<Message> messages) {
        return messages.stream().map(Message::body).toList();
    }

    long rows(String table) {
        return database.read(transaction -> transaction.number("SELECT COUNT(*) FROM " + table));
    }

    /** The code and the message of what a call is refused with; empty when it is not refused. */
    static String refusal(Runnable call) {
        try {
            call.run();
            return "";
        } catch (AwsServiceException e) {
            return e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
        }
    }

    @Override
    public void close() {
        service.close();
        client.close();
        database.close();
    }

    @Override
    public String toString() {
        return name;
    }
}

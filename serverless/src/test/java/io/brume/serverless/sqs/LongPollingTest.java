package io.brume.serverless.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** Receivers that wait, on the system's clock and the SDK's asynchronous client. */
class LongPollingTest {

    @TempDir
    private Path folder;

    private Database database;
    private SqsAsyncClient client;
    private String url;

    @BeforeEach
    void open() {
        database = Database.file(folder.resolve("brume.db"));
        client = InProcess.of(HostedService.of(new Sqs(database, Clock.systemUTC())))
                .client(SqsAsyncClient.class);
        url = client.createQueue(r -> r.queueName("q")).join().queueUrl();
    }

    @AfterEach
    void close() {
        client.close();
        database.close();
    }

    private CompletableFuture<ReceiveMessageResponse> waiting(int seconds) {
        return client.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(seconds));
    }

    private static String body(CompletableFuture<ReceiveMessageResponse> response) throws Exception {
        return response.get(15, TimeUnit.SECONDS).messages().getFirst().body();
    }

    @Test
    void aMessageWakesWhoWaits() throws Exception {
        var receiver = waiting(20);
        client.sendMessage(r -> r.queueUrl(url).messageBody("one")).join();

        assertThat(body(receiver)).isEqualTo("one");
    }

    @Test
    void manyMessagesWakeManyAndEachGetsItsOwn() throws Exception {
        List<CompletableFuture<ReceiveMessageResponse>> receivers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            receivers.add(waiting(20));
        }
        for (int i = 0; i < 20; i++) {
            String body = "m" + i;
            client.sendMessage(r -> r.queueUrl(url).messageBody(body)).join();
        }
        Set<String> received = ConcurrentHashMap.newKeySet();
        for (var receiver : receivers) {
            received.add(body(receiver));
        }

        assertThat(received).hasSize(20);
    }

    @Test
    void aDelayedMessageWakesWhoWaitsWhenItIsDue() throws Exception {
        var receiver = waiting(20);
        client.sendMessage(r -> r.queueUrl(url).messageBody("late").delaySeconds(1))
                .join();
        long sent = System.nanoTime();

        assertThat(body(receiver)).isEqualTo("late");
        assertThat(System.nanoTime() - sent).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    }

    @Test
    void aMessageThatBecomesVisibleAgainWakesWhoWaits() throws Exception {
        client.sendMessage(r -> r.queueUrl(url).messageBody("again")).join();
        Message taken = client.receiveMessage(r -> r.queueUrl(url).visibilityTimeout(30))
                .join()
                .messages()
                .getFirst();
        var receiver = waiting(20);
        client.changeMessageVisibility(r ->
                        r.queueUrl(url).receiptHandle(taken.receiptHandle()).visibilityTimeout(0))
                .join();

        assertThat(body(receiver)).isEqualTo("again");
    }

    @Test
    void whoWaitsInVainGetsNothing() throws Exception {
        assertThat(waiting(1).get(15, TimeUnit.SECONDS).messages()).isEmpty();
    }
}

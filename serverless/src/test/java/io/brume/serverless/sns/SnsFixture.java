package io.brume.serverless.sns;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.serverless.Deliveries;
import io.brume.testing.SettableClock;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sns.SnsClient;

/** SNS on a database of its own, with queues and functions that keep what they get. */
final class SnsFixture implements AutoCloseable {

    static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue";
    static final String FIFO_QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue.fifo";

    final SettableClock clock = new SettableClock("2026-11-25T12:00:00Z");
    final Deliveries queues = new Deliveries();
    final Deliveries functions = new Deliveries();
    final Outbox outbox;
    final Sns sns;
    final SnsClient client;
    private final Database database;

    SnsFixture(Database database) {
        this(database, () -> URI.create("http://127.0.0.1:4566"));
    }

    SnsFixture(Database database, Supplier<URI> endpoint) {
        this.database = database;
        outbox = new Outbox(database, clock);
        sns = new Sns(database, outbox, endpoint, clock);
        outbox.register("sqs", queues);
        outbox.register("lambda", functions);
        outbox.start();
        client = InProcess.of(HostedService.of(sns)).client(SnsClient.class);
    }

    String topic(String name, String... attributes) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            map.put(attributes[i], attributes[i + 1]);
        }
        return client.createTopic(request -> request.name(name).attributes(map)).topicArn();
    }

    String subscribe(String topic, String protocol, String endpoint, Map<String, String> attributes) {
        return client.subscribe(request -> request.topicArn(topic)
                        .protocol(protocol)
                        .endpoint(endpoint)
                        .attributes(attributes)
                        .returnSubscriptionArn(true))
                .subscriptionArn();
    }

    @Override
    public void close() {
        outbox.close();
        sns.close();
        database.close();
    }
}

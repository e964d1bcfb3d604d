package io.brume.serverless.events;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.serverless.Deliveries;
import io.brume.testing.SettableClock;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** EventBridge on a database, with queues and functions that keep what they get. */
final class EventsFixture implements AutoCloseable {

    static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue";

    final SettableClock clock;
    final Deliveries queues = new Deliveries();
    final Outbox outbox;
    final EventBridge events;
    final EventBridgeClient client;

    EventsFixture(Database database, SettableClock clock) {
        this.clock = clock;
        outbox = new Outbox(database, clock);
        events = new EventBridge(database, outbox, clock);
        outbox.register("sqs", queues);
        outbox.start();
        client = InProcess.of(HostedService.of(events)).client(EventBridgeClient.class);
    }

    /** A rule with one target: the queue. */
    void rule(String bus, String name, String pattern) {
        client.putRule(request -> request.eventBusName(bus).name(name).eventPattern(pattern));
        target(bus, name, Target.builder().id("1").arn(QUEUE).build());
    }

    void target(String bus, String rule, Target target) {
        client.putTargets(PutTargetsRequest.builder()
                .eventBusName(bus)
                .rule(rule)
                .targets(target)
                .build());
    }

    PutEventsResponse put(String bus, String source, String detailType, String detail) {
        return client.putEvents(request -> request.entries(List.of(PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(source)
                .detailType(detailType)
                .detail(detail)
                .build())));
    }

    @Override
    public void close() {
        outbox.close();
        events.close();
    }
}

package io.brume.serverless.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.database.Database;
import io.brume.kernel.event.Destination;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.resource.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Takes events: from PutEvents, from AWS's services (as {@link io.brume.kernel.event.Announcements} sends them) and from rules of
 * other buses. An event that is acknowledged is in the outbox for each target that it matched.
 */
final class Putting implements Destination {

    private static final int LARGEST = 256 << 10;
    private static final int TIME_BYTES = 14;

    private final Database database;
    private final Outbox outbox;
    private final Buses buses;
    private final Dispatcher dispatcher;
    private final Routing routing;
    private final Archives archives;
    private final Clock clock;

    Putting(Database database, Outbox outbox, Buses buses, Routing routing, Archives archives, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.buses = buses;
        this.routing = routing;
        dispatcher = new Dispatcher(routing);
        this.archives = archives;
        this.clock = clock;
    }

    /** An event with the bus that it goes to. */
    private record Addressed(Bus bus, Event event) {}

    PutEventsResponse put(PutEventsRequest request, Scope caller) {
        if (request.endpointId() != null) {
            throw EventErrors.invalid(
                    "Parameter EndpointId is not valid. Reason: this server has no global endpoints.");
        }
        if (request.entries().stream().mapToLong(Putting::size).sum() > LARGEST) {
            throw EventErrors.invalid("Total size of the entries in the request is over the limit.");
        }
        Instant now = clock.instant();
        List<Addressed> events = new ArrayList<>();
        List<PutEventsResultEntry> results = new ArrayList<>();
        int failed = 0;
        for (PutEventsRequestEntry entry : request.entries()) {
            PutEventsResultEntry refused = refusal(entry);
            if (refused == null) {
                Addressed addressed = addressed(entry, caller, now);
                events.add(addressed);
                results.add(PutEventsResultEntry.builder()
                        .eventId(addressed.event.id())
                        .build());
            } else {
                results.add(refused);
                failed++;
            }
        }
        send(events, false);
        return PutEventsResponse.builder()
                .failedEntryCount(failed)
                .entries(results)
                .build();
    }

    private static Addressed addressed(PutEventsRequestEntry entry, Scope caller, Instant now) {
        return new Addressed(
                Bus.named(entry.eventBusName(), caller),
                Event.of(
                        caller,
                        entry.source(),
                        entry.detailType(),
                        entry.time() == null ? now : entry.time(),
                        entry.resources(),
                        Json.object(entry.detail()).orElseThrow(),
                        now));
    }

    /** Why an entry is not taken; null when it is. */
    private static @Nullable PutEventsResultEntry refusal(PutEventsRequestEntry entry) {
        if (isEmpty(entry.source())) {
            return missing("Source");
        }
        if (isEmpty(entry.detailType())) {
            return missing("DetailType");
        }
        if (isEmpty(entry.detail())) {
            return missing("Detail");
        }
        if (entry.source().startsWith("aws.")) {
            return refused("NotAuthorizedForSource", "Not authorized for the source.");
        }
        return Json.object(entry.detail()).isPresent() ? null : refused("MalformedDetail", "Detail is malformed.");
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static PutEventsResultEntry missing(String parameter) {
        return refused(
                "InvalidArgument",
                "Parameter " + parameter + " is not valid. Reason: " + parameter + " is a required argument.");
    }

    private static PutEventsResultEntry refused(String code, String message) {
        return PutEventsResultEntry.builder()
                .errorCode(code)
                .errorMessage(message)
                .build();
    }

    /** As "Calculating PutEvents event entry size" in the EventBridge user guide. */
    private static long size(PutEventsRequestEntry entry) {
        return (entry.time() == null ? 0 : TIME_BYTES)
                + bytes(entry.source())
                + bytes(entry.detailType())
                + bytes(entry.detail())
                + entry.resources().stream().mapToLong(Putting::bytes).sum();
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Hands events to their targets, all or none. A bus that does not exist takes everything and passes nothing on, as AWS's. */
    private void send(List<Addressed> events, boolean forwarded) {
        List<Message> messages = new ArrayList<>();
        List<Runnable> kept = new ArrayList<>();
        for (Addressed addressed : events) {
            for (Archives.Archive archive : routing.archives(addressed.bus, addressed.event)) {
                kept.add(() -> archives.keep(archive, addressed.event));
            }
            messages.addAll(dispatcher.messages(addressed.bus, addressed.event, forwarded, List.of()));
        }
        database.change(_ -> {
            messages.forEach(outbox::send);
            kept.forEach(Runnable::run);
        });
    }

    @Override
    public void deliver(Message message) throws Undeliverable {
        if (!message.destination().contains(":event-bus/")) {
            throw new Undeliverable("this server cannot call " + message.destination());
        }
        Bus bus = Bus.ofArn(message.destination());
        if (!buses.exists(bus)) {
            throw new Undeliverable("Event bus " + bus.name() + " does not exist.");
        }
        ObjectNode body = Json.object(message.body())
                .orElseThrow(() -> new Undeliverable("the event's detail is not a JSON object"));
        Instant now = clock.instant();
        boolean forwarded = message.attributes().containsKey(Dispatcher.FORWARDED);
        send(List.of(new Addressed(bus, forwarded ? new Event(body, now) : announced(message, body, now))), forwarded);
    }

    private static Event announced(Message message, ObjectNode detail, Instant now) throws Undeliverable {
        String source = message.attributes().get("Source");
        String detailType = message.attributes().get("DetailType");
        if (source == null || detailType == null) {
            throw new Undeliverable("an event needs a Source and a DetailType");
        }
        List<String> resources = Optional.ofNullable(message.attributes().get("Resources")).stream()
                .flatMap(all -> Arrays.stream(all.split(" ")))
                .filter(resource -> !resource.isEmpty())
                .toList();
        return Event.of(message.scope(), source, detailType, now, resources, detail, now);
    }
}

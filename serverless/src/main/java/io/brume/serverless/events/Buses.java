package io.brume.serverless.events;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.EventBus;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesResponse;

/** Event buses; every account has its default one without making it. Thread-safe. */
final class Buses {

    private static final int MOST = 100;

    private final Database database;
    private final Resources<DescribeEventBusResponse> buses;
    private final Tags tags;
    private final Clock clock;

    Buses(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        buses = Resources.of(database, "events/bus", DescribeEventBusResponse.class);
        tags = new Tags(database);
    }

    DescribeEventBusResponse create(Scope scope, CreateEventBusRequest request, Map<String, String> tagged) {
        String name = request.name();
        if (request.eventSourceName() != null || name.startsWith("aws.partner/")) {
            throw EventErrors.missing("Event source " + name + " does not exist.");
        }
        if (name.contains("/")) {
            throw EventErrors.invalid("Event bus name must not contain '/'.");
        }
        Bus bus = new Bus(scope, name);
        Instant now = clock.instant();
        DescribeEventBusResponse made = fresh(bus, now).toBuilder()
                .description(request.description())
                .kmsKeyIdentifier(request.kmsKeyIdentifier())
                .deadLetterConfig(request.deadLetterConfig())
                .build();
        database.change(_ -> {
            if (bus.isDefault() || !buses.add(scope, name, made)) {
                throw EventErrors.exists("Event bus " + name + " already exists.");
            }
            if (buses.count(scope) > MOST) {
                throw EventErrors.tooMany();
            }
            tags.replace(bus.arn(), tagged);
        });
        return made;
    }

    private static DescribeEventBusResponse fresh(Bus bus, Instant now) {
        return DescribeEventBusResponse.builder()
                .name(bus.name())
                .arn(bus.arn())
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
    }

    Optional<DescribeEventBusResponse> find(Bus bus) {
        Optional<DescribeEventBusResponse> found = buses.find(bus.scope(), bus.name());
        return found.isEmpty() && bus.isDefault() ? Optional.of(keepDefault(bus)) : found;
    }

    /** Whether events may go there. */
    boolean exists(Bus bus) {
        return bus.isDefault() || buses.find(bus.scope(), bus.name()).isPresent();
    }

    /** @throws RuntimeException that there is no such bus */
    DescribeEventBusResponse get(Bus bus) {
        return find(bus).orElseThrow(() -> EventErrors.noBus(bus));
    }

    private DescribeEventBusResponse keepDefault(Bus bus) {
        return database.write(_ -> {
            boolean unused = buses.add(bus.scope(), bus.name(), fresh(bus, clock.instant()));
            return buses.find(bus.scope(), bus.name()).orElseThrow();
        });
    }

    DescribeEventBusResponse update(Bus bus, UnaryOperator<DescribeEventBusResponse.Builder> change) {
        DescribeEventBusResponse unused = get(bus);
        return buses.update(
                bus.scope(),
                bus.name(),
                kept -> change.apply(kept.toBuilder())
                        .lastModifiedTime(clock.instant())
                        .build(),
                () -> EventErrors.noBus(bus));
    }

    void delete(Bus bus) {
        buses.delete(bus.scope(), bus.name());
        tags.removeAll(bus.arn());
    }

    ListEventBusesResponse list(Scope scope, ListEventBusesRequest request) {
        DescribeEventBusResponse unused = get(Bus.defaultOf(scope));
        return buses.page(
                        scope,
                        request,
                        ListEventBusesResponse.builder(),
                        bus -> EventBus.builder()
                                .name(bus.name())
                                .arn(bus.arn())
                                .description(bus.description())
                                .policy(bus.policy())
                                .creationTime(bus.creationTime())
                                .lastModifiedTime(bus.lastModifiedTime())
                                .build())
                .build();
    }
}

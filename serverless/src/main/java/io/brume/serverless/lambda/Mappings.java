package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.serverless.pattern.Pattern;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Queues whose messages functions get, each read by a poller of its own while it is enabled. */
final class Mappings implements AutoCloseable {

    private static final String ENABLED = "Enabled";
    private static final String DISABLED = "Disabled";
    private static final int LARGEST_PLAIN_BATCH = 10;

    private final Resources<EventSourceMappingConfiguration> mappings;
    private final Functions functions;
    private final Aliases aliases;
    private final Invocations invocations;
    private final Function<Scope, SqsClient> queues;
    private final Clock clock;
    private final Map<String, QueuePoller> pollers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Mappings(
            Database database,
            Functions functions,
            Aliases aliases,
            Invocations invocations,
            Function<Scope, SqsClient> queues,
            Clock clock) {
        this.functions = functions;
        this.aliases = aliases;
        this.invocations = invocations;
        this.queues = queues;
        this.clock = clock;
        mappings = Resources.of(database, "lambda/event-source-mapping", EventSourceMappingConfiguration.class);
    }

    /** Reads the queues of all mappings that were made earlier. */
    void start() {
        mappings.everywhere().forEach(named -> poll(named.scope(), named.resource()));
    }

    EventSourceMappingConfiguration create(CreateEventSourceMappingRequest request) {
        Scope scope = Scope.current();
        FunctionRef ref = FunctionRef.of(request.functionName(), null);
        functions.require(ref.unqualified());
        if (!ref.isLatest()) {
            aliases.resolve(ref);
        }
        String source = request.eventSourceArn();
        if (source == null || !source.startsWith("arn:aws:sqs:")) {
            throw LambdaErrors.invalid("Unrecognized event source, must be an SQS queue on this server.");
        }
        QueuePoller.requireQueue(queues.apply(scope), source);
        for (EventSourceMappingConfiguration other : mappings.all(scope)) {
            if (source.equals(other.eventSourceArn()) && ref.arn().equals(other.functionArn())) {
                throw LambdaErrors.conflict("An event source mapping with SQS arn (\" " + source
                        + " \") and function (\" " + ref.name()
                        + " \") already exists. Please update or delete the existing"
                        + " mapping with UUID " + other.uuid());
            }
        }
        String uuid = UUID.randomUUID().toString();
        EventSourceMappingConfiguration made = checked(Shapes.copy(
                        request,
                        EventSourceMappingConfiguration.builder().batchSize(10).maximumBatchingWindowInSeconds(0))
                .uuid(uuid)
                .functionArn(ref.arn())
                .eventSourceMappingArn(scope.arn("lambda", "event-source-mapping:" + uuid))
                .state(Boolean.FALSE.equals(request.enabled()) ? DISABLED : ENABLED)
                .stateTransitionReason("USER_INITIATED")
                .lastModified(clock.instant())
                .build());
        mappings.put(scope, uuid, made);
        poll(scope, made);
        return made;
    }

    private static EventSourceMappingConfiguration checked(EventSourceMappingConfiguration mapping) {
        if (mapping.batchSize() > LARGEST_PLAIN_BATCH && mapping.maximumBatchingWindowInSeconds() == 0) {
            throw LambdaErrors.invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is"
                    + " greater than 10");
        }
        if (mapping.eventSourceArn().endsWith(".fifo")
                && (mapping.batchSize() > LARGEST_PLAIN_BATCH || mapping.maximumBatchingWindowInSeconds() > 0)) {
            throw LambdaErrors.invalid(
                    "Batching window is not supported for FIFO queues, nor batches of more than 10.");
        }
        patterns(mapping.filterCriteria());
        return mapping;
    }

    /** Any of these lets a message through; without any, all do. */
    static List<Pattern> patterns(@Nullable FilterCriteria criteria) {
        if (criteria == null || !criteria.hasFilters()) {
            return List.of();
        }
        return criteria.filters().stream()
                .map(filter -> {
                    try {
                        return Pattern.compile(filter.pattern() == null ? "{}" : filter.pattern());
                    } catch (Pattern.InvalidPattern e) {
                        throw LambdaErrors.invalid("Invalid filter pattern definition.");
                    }
                })
                .toList();
    }

    EventSourceMappingConfiguration get(String uuid) {
        return mappings.get(Scope.current(), uuid, Mappings::missing);
    }

    private static RuntimeException missing() {
        return LambdaErrors.missing("The resource you requested does not exist.");
    }

    EventSourceMappingConfiguration update(UpdateEventSourceMappingRequest request) {
        Scope scope = Scope.current();
        FunctionRef ref = request.functionName() == null ? null : FunctionRef.of(request.functionName(), null);
        if (ref != null) {
            functions.require(ref.unqualified());
        }
        EventSourceMappingConfiguration after = mappings.update(
                scope,
                request.uuid(),
                now -> {
                    EventSourceMappingConfiguration.Builder changed = Shapes.copy(request, now.toBuilder())
                            .uuid(now.uuid())
                            .lastModified(clock.instant());
                    if (ref != null) {
                        changed.functionArn(ref.arn());
                    }
                    if (request.enabled() != null) {
                        changed.state(request.enabled() ? ENABLED : DISABLED);
                    }
                    return checked(changed.build());
                },
                Mappings::missing);
        poll(scope, after);
        return after;
    }

    EventSourceMappingConfiguration delete(String uuid) {
        EventSourceMappingConfiguration was = get(uuid);
        mappings.delete(Scope.current(), uuid);
        QueuePoller poller = pollers.remove(uuid);
        if (poller != null) {
            poller.close();
        }
        return was.toBuilder().state("Deleting").build();
    }

    ListEventSourceMappingsResponse list(ListEventSourceMappingsRequest request) {
        String function = request.functionName() == null
                ? null
                : FunctionRef.of(request.functionName(), null).arn();
        return mappings.page(
                        Scope.current(),
                        request,
                        ListEventSourceMappingsResponse.builder(),
                        mapping -> mapping,
                        mapping -> (function == null || function.equals(mapping.functionArn()))
                                && (request.eventSourceArn() == null
                                        || request.eventSourceArn().equals(mapping.eventSourceArn())))
                .build();
    }

    /** Begins to read a mapping's queue as it says now. */
    private synchronized void poll(Scope scope, EventSourceMappingConfiguration mapping) {
        QueuePoller before = pollers.remove(mapping.uuid());
        if (before != null) {
            before.close();
        }
        if (!closed && ENABLED.equals(mapping.state())) {
            pollers.put(mapping.uuid(), new QueuePoller(scope, mapping, queues.apply(scope), invocations));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        pollers.values().forEach(QueuePoller::close);
        pollers.clear();
    }
}

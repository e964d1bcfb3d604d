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
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Queues and streams whose messages and records functions get, each read by a poller of its own while it is enabled. */
final class Mappings implements AutoCloseable {

    private static final String ENABLED = "Enabled";
    private static final String DISABLED = "Disabled";
    private static final int LARGEST_PLAIN_BATCH = 10;
    private static final int STREAM_BATCH = 100;

    private final Resources<EventSourceMappingConfiguration> mappings;
    private final Functions functions;
    private final Aliases aliases;
    private final Invocations invocations;
    private final Function<Scope, SqsClient> queues;
    private final StreamPositions positions;
    private final Clock clock;
    private final Map<String, Poller> pollers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Mappings(
            Database database,
            Functions functions,
            Aliases aliases,
            Invocations invocations,
            Function<Scope, SqsClient> queues,
            StreamPositions positions,
            Clock clock) {
        this.functions = functions;
        this.aliases = aliases;
        this.invocations = invocations;
        this.queues = queues;
        this.positions = positions;
        this.clock = clock;
        mappings = Resources.of(database, "lambda/event-source-mapping", EventSourceMappingConfiguration.class);
    }

    /** Reads the queues and streams of all mappings that were made earlier. */
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
        if (source == null || !isQueue(source) && !isStream(source)) {
            throw LambdaErrors.invalid(
                    "Unrecognized event source, must be an SQS queue or a DynamoDB stream on this server.");
        }
        if (isQueue(source)) {
            QueuePoller.requireQueue(queues.apply(scope), source);
        }
        for (EventSourceMappingConfiguration other : mappings.all(scope)) {
            if (source.equals(other.eventSourceArn()) && ref.arn().equals(other.functionArn())) {
                throw LambdaErrors.conflict("An event source mapping with " + (isQueue(source) ? "SQS" : "event source")
                        + " arn (\" " + source
                        + " \") and function (\" " + ref.name()
                        + " \") already exists. Please update or delete the existing"
                        + " mapping with UUID " + other.uuid());
            }
        }
        String uuid = UUID.randomUUID().toString();
        EventSourceMappingConfiguration made =
                checked(Shapes.copy(request, isQueue(source) ? queueDefaults() : streamDefaults())
                        .uuid(uuid)
                        .functionArn(ref.arn())
                        .eventSourceMappingArn(scope.arn("lambda", "event-source-mapping:" + uuid))
                        .state(Boolean.FALSE.equals(request.enabled()) ? DISABLED : ENABLED)
                        .stateTransitionReason("USER_INITIATED")
                        .lastModified(clock.instant())
                        .build());
        if (isStream(source)) {
            positions.begin(scope, uuid, source, made.startingPosition() == EventSourcePosition.LATEST);
        }
        mappings.put(scope, uuid, made);
        poll(scope, made);
        return made;
    }

    private static boolean isQueue(String source) {
        return source.startsWith("arn:aws:sqs:");
    }

    private static boolean isStream(String source) {
        return source.startsWith("arn:aws:dynamodb:") && source.contains("/stream/");
    }

    private static EventSourceMappingConfiguration.Builder queueDefaults() {
        return EventSourceMappingConfiguration.builder()
                .batchSize(LARGEST_PLAIN_BATCH)
                .maximumBatchingWindowInSeconds(0);
    }

    private static EventSourceMappingConfiguration.Builder streamDefaults() {
        return EventSourceMappingConfiguration.builder()
                .batchSize(STREAM_BATCH)
                .maximumBatchingWindowInSeconds(0)
                .maximumRetryAttempts(-1)
                .maximumRecordAgeInSeconds(-1)
                .bisectBatchOnFunctionError(false)
                .parallelizationFactor(1)
                .tumblingWindowInSeconds(0)
                .lastProcessingResult("No records processed");
    }

    private static EventSourceMappingConfiguration checked(EventSourceMappingConfiguration mapping) {
        if (isStream(mapping.eventSourceArn())) {
            return checkedStream(mapping);
        }
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

    private static EventSourceMappingConfiguration checkedStream(EventSourceMappingConfiguration mapping) {
        EventSourcePosition position = mapping.startingPosition();
        if (position == null) {
            throw LambdaErrors.invalid("1 validation error detected: Value null at 'startingPosition' failed to satisfy"
                    + " constraint: Member must not be null.");
        }
        if (position != EventSourcePosition.LATEST && position != EventSourcePosition.TRIM_HORIZON) {
            throw LambdaErrors.invalid(
                    "Unsupported starting position for stream: " + mapping.startingPositionAsString());
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
        positions.forget(uuid);
        Poller poller = pollers.remove(uuid);
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

    /** Begins to read a mapping's source as it says now. */
    private synchronized void poll(Scope scope, EventSourceMappingConfiguration mapping) {
        Poller before = pollers.remove(mapping.uuid());
        if (before != null) {
            before.close();
        }
        if (!closed && ENABLED.equals(mapping.state())) {
            pollers.put(mapping.uuid(), poller(scope, mapping));
        }
    }

    private Poller poller(Scope scope, EventSourceMappingConfiguration mapping) {
        return isQueue(mapping.eventSourceArn())
                ? new QueuePoller(scope, mapping, queues.apply(scope), invocations)
                : new StreamPoller(scope, mapping, positions, invocations, clock);
    }

    @Override
    public synchronized void close() {
        closed = true;
        pollers.values().forEach(Poller::close);
        pollers.clear();
    }
}

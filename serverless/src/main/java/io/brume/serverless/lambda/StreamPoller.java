package io.brume.serverless.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.serverless.lambda.runtime.Outcome;
import io.brume.serverless.pattern.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/**
 * Reads a table's stream, each shard in its order, and calls a function with batches of records. A batch that fails comes again
 * until it succeeds, is tried often enough or is too old; nothing behind it is read before.
 */
final class StreamPoller implements Poller {

    private static final Logger log = LoggerFactory.getLogger(StreamPoller.class);

    private static final Duration BETWEEN_READS = Duration.ofMillis(250);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Scope scope;
    private final EventSourceMappingConfiguration mapping;
    private final StreamPositions positions;
    private final Invocations invocations;
    private final Clock clock;
    private final List<Pattern> patterns;
    private final Thread thread;
    private volatile boolean closed;

    StreamPoller(
            Scope scope,
            EventSourceMappingConfiguration mapping,
            StreamPositions positions,
            Invocations invocations,
            Clock clock) {
        this.scope = scope;
        this.mapping = mapping;
        this.positions = positions;
        this.invocations = invocations;
        this.clock = clock;
        patterns = Mappings.patterns(mapping.filterCriteria());
        thread = Thread.ofVirtual().name("lambda-poller-" + mapping.uuid()).start(this::pollForever);
    }

    private void pollForever() {
        DynamoDbStreamsClient client = positions.client(scope);
        try {
            while (!closed) {
                try {
                    for (Shard shard : StreamPositions.shards(client, mapping.eventSourceArn())) {
                        poll(client, shard.shardId());
                    }
                } catch (AwsServiceException | SdkClientException e) {
                    log.debug("the stream {} cannot be read", mapping.eventSourceArn(), e);
                }
                Thread.sleep(BETWEEN_READS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what there is in a shard. */
    private void poll(DynamoDbStreamsClient client, String shard) throws InterruptedException {
        String iterator = positions.iterator(scope, mapping.uuid(), mapping.eventSourceArn(), shard);
        while (iterator != null && !closed) {
            List<Record> batch = new ArrayList<>();
            iterator = read(client, iterator, batch);
            if (batch.isEmpty()) {
                return;
            }
            handle(shard, batch);
        }
    }

    /** The first records that come, and what follows within the batch's window; returns where to go on. */
    private @Nullable String read(DynamoDbStreamsClient client, String iterator, List<Record> batch)
            throws InterruptedException {
        long end = System.nanoTime()
                + Duration.ofSeconds(mapping.maximumBatchingWindowInSeconds()).toNanos();
        String next = iterator;
        while (true) {
            String from = next;
            int room = mapping.batchSize() - batch.size();
            GetRecordsResponse answer =
                    client.getRecords(request -> request.shardIterator(from).limit(Math.min(room, 1000)));
            batch.addAll(answer.records());
            next = answer.nextShardIterator();
            boolean waits = !batch.isEmpty() && System.nanoTime() < end;
            boolean more = answer.records().size() == 1000;
            if (next == null || closed || batch.size() >= mapping.batchSize() || !waits && !more) {
                return next;
            }
            if (!more) {
                Thread.sleep(BETWEEN_READS);
            }
        }
    }

    /** @param document as Lambda tells it */
    private record Told(String sequence, Instant created, JsonNode document) {}

    private Told told(Record record) {
        return new Told(
                record.dynamodb().sequenceNumber(), record.dynamodb().approximateCreationDateTime(), document(record));
    }

    private void handle(String shard, List<Record> batch) throws InterruptedException {
        List<Told> left = batch.stream().map(this::told).toList();
        for (int attempt = 0; !left.isEmpty() && !closed; attempt++) {
            List<Told> wanted = left.stream().filter(this::isWanted).toList();
            int done = wanted.isEmpty() ? left.size() : done(left, wanted);
            if (done > 0) {
                positions.set(mapping.uuid(), shard, left.get(done - 1).sequence);
                left = left.subList(done, left.size());
                attempt = 0;
                continue;
            }
            if (isGivenUp(left.getFirst(), attempt)) {
                log.warn("{} records of {} are given up", left.size(), mapping.eventSourceArn());
                positions.set(mapping.uuid(), shard, left.getLast().sequence);
                return;
            }
            Duration pause = AFTER_FAILURE.multipliedBy(1L << Math.min(attempt, 6));
            Thread.sleep(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        }
    }

    private boolean isGivenUp(Told first, int retries) {
        int most = mapping.maximumRetryAttempts();
        int age = mapping.maximumRecordAgeInSeconds();
        return most >= 0 && retries >= most
                || age >= 0 && first.created.plusSeconds(age).isBefore(clock.instant());
    }

    private boolean isWanted(Told record) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(record.document));
    }

    /** Calls the function with those records of a batch that are wanted; returns how many of the batch are done with. */
    private int done(List<Told> batch, List<Told> wanted) {
        ObjectNode event = EventDocuments.json().createObjectNode();
        ArrayNode records = event.putArray("Records");
        wanted.forEach(record -> records.add(record.document));
        Outcome outcome;
        try {
            FunctionRef ref = FunctionRef.of(scope, mapping.functionArn(), null);
            outcome = invocations.run(
                    invocations.resolve(ref), ref, event.toString().getBytes(StandardCharsets.UTF_8));
        } catch (AwsServiceException e) {
            log.debug("the function {} cannot be called", mapping.functionArn(), e);
            return 0;
        }
        if (outcome.error() != null) {
            return 0;
        }
        if (!mapping.functionResponseTypes().contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)) {
            return batch.size();
        }
        Set<String> failed = BatchReport.failed(outcome.payload());
        if (failed == null) {
            return 0;
        }
        for (int i = 0; i < batch.size(); i++) {
            if (failed.contains(batch.get(i).sequence)) {
                return i;
            }
        }
        return failed.isEmpty() ? batch.size() : 0;
    }

    private JsonNode document(Record record) {
        try {
            ObjectNode document = (ObjectNode) EventDocuments.json().readTree(Shapes.json(record));
            JsonNode user = document.remove("userIdentity");
            if (user != null) {
                document.putObject("userIdentity")
                        .put("principalId", user.path("PrincipalId").asText())
                        .put("type", user.path("Type").asText());
            }
            document.put("eventSourceARN", mapping.eventSourceArn());
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

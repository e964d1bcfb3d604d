package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** How far mappings have read their streams: behind which record of each shard. Thread-safe. */
final class StreamPositions {

    /** Before all that is still there. */
    private static final String BEGINNING = "";

    private final Database database;
    private final Function<Scope, DynamoDbStreamsClient> streams;

    StreamPositions(Database database, Function<Scope, DynamoDbStreamsClient> streams) {
        this.database = database;
        this.streams = streams;
    }

    DynamoDbStreamsClient client(Scope scope) {
        return streams.apply(scope);
    }

    /**
     * Begins to read a stream.
     *
     * @param latest whether what is there now is not wanted
     * @throws RuntimeException when there is no such stream
     */
    void begin(Scope scope, String mapping, String stream, boolean latest) {
        DynamoDbStreamsClient client = client(scope);
        for (Shard shard : shards(client, stream)) {
            String last = latest ? last(client, stream, shard.shardId()) : BEGINNING;
            set(mapping, shard.shardId(), last);
        }
    }

    static List<Shard> shards(DynamoDbStreamsClient client, String stream) {
        try {
            List<Shard> shards = new ArrayList<>();
            String after = null;
            do {
                String from = after;
                StreamDescription description = client.describeStream(
                                request -> request.streamArn(stream).exclusiveStartShardId(from))
                        .streamDescription();
                shards.addAll(description.shards());
                after = description.lastEvaluatedShardId();
            } while (after != null);
            return shards;
        } catch (ResourceNotFoundException e) {
            throw LambdaErrors.invalid("Stream not found: " + stream);
        }
    }

    /** The number of the last record that is there now. */
    private static String last(DynamoDbStreamsClient client, String stream, String shard) {
        String last = BEGINNING;
        String iterator = iterator(client, stream, shard, BEGINNING);
        while (iterator != null) {
            String from = iterator;
            GetRecordsResponse answer = client.getRecords(request -> request.shardIterator(from));
            List<Record> records = answer.records();
            if (records.isEmpty()) {
                return last;
            }
            last = records.getLast().dynamodb().sequenceNumber();
            iterator = answer.nextShardIterator();
        }
        return last;
    }

    /** An iterator that begins where a mapping has read to; at what is still there when that is too long ago. */
    @Nullable
    String iterator(Scope scope, String mapping, String stream, String shard) {
        return iterator(client(scope), stream, shard, get(mapping, shard));
    }

    private static @Nullable String iterator(DynamoDbStreamsClient client, String stream, String shard, String after) {
        if (!after.equals(BEGINNING)) {
            try {
                return client.getShardIterator(request -> request.streamArn(stream)
                                .shardId(shard)
                                .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .sequenceNumber(after))
                        .shardIterator();
            } catch (TrimmedDataAccessException e) {
                // What was not read in a day is lost, as on AWS.
            }
        }
        return client.getShardIterator(request ->
                        request.streamArn(stream).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    private String get(String mapping, String shard) {
        Optional<String> kept = database.read(transaction -> transaction.first(
                "SELECT sequence FROM lambda_position WHERE mapping = ? AND shard = ?",
                row -> row.text("sequence"),
                mapping,
                shard));
        return kept.orElse(BEGINNING);
    }

    void set(String mapping, String shard, String sequence) {
        database.change(transaction -> transaction.update(
                "INSERT INTO lambda_position (mapping, shard, sequence) VALUES (?, ?, ?)"
                        + " ON CONFLICT (mapping, shard) DO UPDATE SET sequence = excluded.sequence",
                mapping,
                shard,
                sequence));
    }

    void forget(String mapping) {
        database.change(transaction -> transaction.update("DELETE FROM lambda_position WHERE mapping = ?", mapping));
    }
}

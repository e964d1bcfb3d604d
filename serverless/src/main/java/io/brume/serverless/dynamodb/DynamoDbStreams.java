package io.brume.serverless.dynamodb;

import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.dynamodb.Streams.Kept;
import io.brume.serverless.dynamodb.item.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.SequenceNumberRange;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Amazon DynamoDB Streams: what changed in tables during the last day. A stream has one shard. */
public final class DynamoDbStreams implements DynamoDbStreamsClient {

    private static final int MOST_LISTED = 100;
    private static final int MOST_RECORDS = 1000;
    private static final int LONGEST_NUMBER = 18;
    private static final Duration ITERATORS_LIVE = Duration.ofMinutes(15);
    private static final String ITERATOR = "dynamodb/iterator";
    private static final Pattern ARN = Pattern.compile("(arn:aws[a-z-]*:dynamodb:[^/]+:table/[^/]+)/stream/([^/]+)");

    private final Streams streams;
    private final Clock clock;

    DynamoDbStreams(Streams streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public ListStreamsResponse listStreams(ListStreamsRequest request) {
        String table = request.tableName() == null
                ? null
                : TableName.of(request.tableName()).name();
        int most = request.limit() == null ? MOST_LISTED : Math.min(request.limit(), MOST_LISTED);
        long after = request.exclusiveStartStreamArn() == null
                ? 0
                : stream(request.exclusiveStartStreamArn()).id();
        List<Kept> found = streams.list(Scope.current(), table, after, most + 1);
        boolean more = found.size() > most;
        List<Kept> page = more ? found.subList(0, most) : found;
        return ListStreamsResponse.builder()
                .streams(page.stream()
                        .map(stream -> Stream.builder()
                                .streamArn(stream.description().streamArn())
                                .streamLabel(stream.description().streamLabel())
                                .tableName(stream.description().tableName())
                                .build())
                        .toList())
                .lastEvaluatedStreamArn(more ? page.getLast().description().streamArn() : null)
                .build();
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        Kept stream = stream(request.streamArn());
        boolean first = request.exclusiveStartShardId() == null;
        StreamDescription description = stream.description().toBuilder()
                .streamStatus(stream.closed() == null ? StreamStatus.ENABLED : StreamStatus.DISABLED)
                .shards(first ? List.of(shard(stream)) : List.of())
                .build();
        return DescribeStreamResponse.builder().streamDescription(description).build();
    }

    private static Shard shard(Kept stream) {
        var range = SequenceNumberRange.builder().startingSequenceNumber(Streams.sequence(1));
        if (stream.closed() != null) {
            range.endingSequenceNumber(Streams.sequence(Math.max(1, stream.last())));
        }
        return Shard.builder()
                .shardId(shardId(stream))
                .sequenceNumberRange(range.build())
                .build();
    }

    private static String shardId(Kept stream) {
        Instant created = stream.description().creationRequestDateTime();
        return String.format("shardId-%020d-%08x", created.toEpochMilli(), stream.id());
    }

    private Kept stream(String arn) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw Refusal.invalid("Invalid StreamArn " + arn);
        }
        return streams.find(TableName.ofArn(parts.group(1)), parts.group(2))
                .orElseThrow(
                        () -> DynamoDbErrors.notFound("Requested resource not found: Stream: " + arn + " not found"));
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        Kept stream = stream(request.streamArn());
        if (!request.shardId().equals(shardId(stream))) {
            throw DynamoDbErrors.notFound("Requested resource not found: Shard does not exist");
        }
        long after = switch (request.shardIteratorType()) {
            case TRIM_HORIZON -> streams.first(stream) - 1;
            case LATEST -> stream.last();
            case AT_SEQUENCE_NUMBER -> there(stream, request.sequenceNumber()) - 1;
            case AFTER_SEQUENCE_NUMBER -> there(stream, request.sequenceNumber());
            case UNKNOWN_TO_SDK_VERSION -> throw Refusal.invalid("Unknown ShardIteratorType");
        };
        return GetShardIteratorResponse.builder()
                .shardIterator(iterator(request.streamArn(), after))
                .build();
    }

    /** The number that a sequence number stands for, of a record that has not been trimmed. */
    private long there(Kept stream, @Nullable String sequence) {
        long number = number(sequence);
        if (number > stream.last()) {
            throw Refusal.invalid("Invalid SequenceNumber " + sequence);
        }
        if (number < streams.first(stream)) {
            throw trimmed();
        }
        return number;
    }

    private static long number(@Nullable String sequence) {
        if (sequence == null) {
            throw Refusal.invalid("SequenceNumber must be specified with this ShardIteratorType");
        }
        String digits = sequence.replaceFirst("^1?0*", "");
        if (sequence.length() != Streams.sequence(1).length()
                || !sequence.chars().allMatch(c -> c >= '0' && c <= '9')
                || digits.length() > LONGEST_NUMBER) {
            throw Refusal.invalid("Invalid SequenceNumber " + sequence);
        }
        return Long.parseLong(sequence.substring(1));
    }

    private static RuntimeException trimmed() {
        return TrimmedDataAccessException.builder()
                .message("The records of the shard at this sequence number have been trimmed")
                .writableStackTrace(false)
                .build();
    }

    /**
     * What an iterator stands for.
     *
     * @param after the number of the record that it is behind
     */
    private record Position(String arn, long after, Instant made) {

        static Position of(String iterator) {
            try {
                List<String> values = PageToken.read(ITERATOR, iterator.substring(iterator.lastIndexOf('|') + 1))
                        .orElseThrow(() -> Refusal.invalid("Invalid ShardIterator"));
                return new Position(
                        values.getFirst(),
                        Long.parseLong(values.get(1)),
                        Instant.ofEpochMilli(Long.parseLong(values.get(2))));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw Refusal.invalid("Invalid ShardIterator");
            }
        }
    }

    private String iterator(String arn, long after) {
        return arn + "|1|"
                + PageToken.of(ITERATOR, List.of(arn, String.valueOf(after), String.valueOf(clock.millis())));
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        Position position = Position.of(request.shardIterator());
        if (position.made.plus(ITERATORS_LIVE).isBefore(clock.instant())) {
            throw ExpiredIteratorException.builder()
                    .message("Iterator expired. The iterator was created at time " + position.made
                            + " while right now it is " + clock.instant()
                            + " which is further in the future than the tolerated delay of 15 minutes.")
                    .writableStackTrace(false)
                    .build();
        }
        int most = request.limit() == null ? MOST_RECORDS : Math.min(request.limit(), MOST_RECORDS);
        Kept stream = stream(position.arn);
        if (position.after + 1 < streams.first(stream)) {
            throw trimmed();
        }
        List<Record> records = streams.after(stream, position.after, most);
        long reached = position.after + records.size();
        boolean ended = stream.closed() != null && reached >= stream.last();
        return GetRecordsResponse.builder()
                .records(records)
                .nextShardIterator(ended ? null : iterator(position.arn, reached))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}

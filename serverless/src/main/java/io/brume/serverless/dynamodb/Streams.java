package io.brume.serverless.dynamodb;

import static java.util.Objects.requireNonNull;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.serverless.dynamodb.item.Sizes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * What changed in tables, kept for a day. A stream is one shard: its records are numbered without gaps, in the order of the
 * transactions that wrote them. Thread-safe.
 */
final class Streams {

    /** How long records are kept. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final long PAGE = 1 << 20;
    private static final int ROWS = 25;
    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Database database;
    private final Clock clock;

    Streams(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A stream as it is now: {@code last} is the number of its last record; {@code closed} is null while it is written to. */
    record Kept(
            long id,
            StreamDescription description,
            long last,
            @Nullable Instant closed) {
        static Kept of(Row row) throws SQLException {
            return new Kept(
                    row.number("id"),
                    Shapes.parse(row.text("document"), StreamDescription.class),
                    row.number("sequence"),
                    row.instantOrNull("closed"));
        }
    }

    /** Begins a table's stream; returns its label. */
    String open(Transaction transaction, Table table, @Nullable StreamViewType view, Instant now) throws SQLException {
        String label = LABEL.format(now);
        TableName name = table.name();
        StreamDescription description = StreamDescription.builder()
                .streamArn(name.arn() + "/stream/" + label)
                .streamLabel(label)
                .streamStatus(StreamStatus.ENABLED)
                .streamViewType(view)
                .creationRequestDateTime(now)
                .tableName(name.name())
                .keySchema(table.description().keySchema())
                .build();
        int added = transaction.update(
                "INSERT INTO dynamodb_stream (table_id, account, region, table_name, label, document, sequence)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
                table.id(),
                name.scope().account(),
                name.scope().region(),
                name.name(),
                label,
                Shapes.json(description));
        if (added == 0) {
            throw DynamoDbErrors.inUse("A stream of the table " + name.name() + " was made in the same moment");
        }
        return label;
    }

    /** Ends a table's stream if it has one; what it holds stays for a day. */
    void close(Transaction transaction, Table table, Instant now) throws SQLException {
        transaction.update(
                "UPDATE dynamodb_stream SET closed = ? WHERE table_id = ? AND closed IS NULL", now, table.id());
    }

    /** Keeps what a write did. */
    void record(
            Transaction transaction,
            Table table,
            Map<String, AttributeValue> key,
            @Nullable Map<String, AttributeValue> before,
            @Nullable Map<String, AttributeValue> after,
            @Nullable Identity by)
            throws SQLException {
        Table.Stream stream = requireNonNull(table.stream());
        // Whoever raises the number holds the stream until the end of the transaction.
        long sequence = transaction
                .first(
                        "UPDATE dynamodb_stream SET sequence = sequence + 1 WHERE id = ? RETURNING sequence",
                        row -> row.number("sequence"),
                        stream.id())
                .orElseThrow(Tables::conflict);
        Instant now = clock.instant();
        boolean showsOld =
                stream.view() == StreamViewType.OLD_IMAGE || stream.view() == StreamViewType.NEW_AND_OLD_IMAGES;
        boolean showsNew =
                stream.view() == StreamViewType.NEW_IMAGE || stream.view() == StreamViewType.NEW_AND_OLD_IMAGES;
        Map<String, AttributeValue> oldImage = showsOld ? before : null;
        Map<String, AttributeValue> newImage = showsNew ? after : null;
        Record record = Record.builder()
                .eventID(UUID.randomUUID().toString().replace("-", ""))
                .eventName(
                        before == null
                                ? OperationType.INSERT
                                : after == null ? OperationType.REMOVE : OperationType.MODIFY)
                .eventVersion("1.1")
                .eventSource("aws:dynamodb")
                .awsRegion(table.name().scope().region())
                .userIdentity(by)
                .dynamodb(StreamRecord.builder()
                        .approximateCreationDateTime(Instant.ofEpochSecond(now.getEpochSecond()))
                        .keys(key)
                        .oldImage(oldImage)
                        .newImage(newImage)
                        .sequenceNumber(sequence(sequence))
                        .sizeBytes(Sizes.of(key) + size(oldImage) + size(newImage))
                        .streamViewType(stream.view())
                        .build())
                .build();
        transaction.update(
                "INSERT INTO dynamodb_record (stream_id, sequence, created, record) VALUES (?, ?, ?, ?)",
                stream.id(),
                sequence,
                now,
                Shapes.json(record));
    }

    private static long size(@Nullable Map<String, AttributeValue> image) {
        return image == null ? 0 : Sizes.of(image);
    }

    /** A record's number as clients see it: 21 digits. */
    static String sequence(long number) {
        return String.format("1%020d", number);
    }

    Optional<Kept> find(TableName table, String label) {
        return database.read(transaction -> transaction.first(
                "SELECT id, document, sequence, closed FROM dynamodb_stream"
                        + " WHERE account = ? AND region = ? AND table_name = ? AND label = ?",
                Kept::of,
                table.scope().account(),
                table.scope().region(),
                table.name(),
                label));
    }

    /**
     * Streams in the order in which they were made.
     *
     * @param table of which table; null of all
     * @param after the last one of an earlier list; 0 for the first
     */
    List<Kept> list(Scope scope, @Nullable String table, long after, int most) {
        return database.read(transaction -> transaction.query(
                "SELECT id, document, sequence, closed FROM dynamodb_stream"
                        + " WHERE account = ? AND region = ? AND (table_name = ? OR ? = '') AND id > ?"
                        + " ORDER BY id LIMIT ?",
                Kept::of,
                scope.account(),
                scope.region(),
                table == null ? "" : table,
                table == null ? "" : table,
                after,
                most));
    }

    /** The number of the first record that is still there; one more than the last when none is. */
    long first(Kept stream) {
        long first = database.read(transaction ->
                transaction.number("SELECT MIN(sequence) FROM dynamodb_record WHERE stream_id = ?", stream.id));
        return first == 0 ? stream.last + 1 : first;
    }

    /** Records behind one with a number, about a megabyte of them at the most. */
    List<Record> after(Kept stream, long number, int most) {
        return database.read(transaction -> {
            List<Record> records = new ArrayList<>();
            long size = 0;
            List<String> some;
            do {
                some = transaction.query(
                        "SELECT record FROM dynamodb_record WHERE stream_id = ? AND sequence > ?"
                                + " ORDER BY sequence LIMIT ?",
                        row -> row.text("record"),
                        stream.id,
                        number + records.size(),
                        Math.min(ROWS, most - records.size()));
                for (String record : some) {
                    records.add(Shapes.parse(record, Record.class));
                    size += record.length();
                }
            } while (!some.isEmpty() && records.size() < most && size < PAGE);
            return records;
        });
    }

    /** Removes what is older than a day, some of it; returns whether there may be more. */
    boolean trim(int most) {
        Instant horizon = clock.instant().minus(KEPT);
        return database.write(transaction -> {
            int removed = 0;
            record Place(long stream, long sequence) {}
            for (Place place : transaction.query(
                    "SELECT stream_id, sequence FROM dynamodb_record WHERE created < ? LIMIT ?",
                    row -> new Place(row.number("stream_id"), row.number("sequence")),
                    horizon,
                    most)) {
                removed += transaction.update(
                        "DELETE FROM dynamodb_record WHERE stream_id = ? AND sequence = ?",
                        place.stream,
                        place.sequence);
            }
            transaction.update("DELETE FROM dynamodb_stream WHERE closed < ?", horizon);
            return removed == most;
        });
    }
}

package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.job.Upkeep;
import io.brume.serverless.dynamodb.expression.Criterion;
import io.brume.serverless.dynamodb.expression.Operand;
import io.brume.serverless.dynamodb.expression.Path;
import io.brume.serverless.dynamodb.item.ItemCodec;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Identity;

/**
 * What goes on without a request: new indexes get the items that there are, items that have expired are deleted, and what is gone or
 * too old is removed. All of it bit by bit, so that nobody waits for it.
 */
final class Housekeeping implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private static final int BATCH = 100;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** What claims to have expired longer ago was not meant as a time: DynamoDB leaves it. */
    private static final int YEARS = 5;

    private static final Identity EXPIRED = Identity.builder()
            .type("Service")
            .principalId("dynamodb.amazonaws.com")
            .build();

    private final Database database;
    private final Clock clock;
    private final Tables tables;
    private final Writing writing;
    private final Streams streams;
    private final Upkeep upkeep = new Upkeep("dynamodb-housekeeping", PAUSE, this::step);

    Housekeeping(Database database, Clock clock, Tables tables, Writing writing, Streams streams) {
        this.database = database;
        this.clock = clock;
        this.tables = tables;
        this.writing = writing;
        this.streams = streams;
    }

    void start() {
        upkeep.start();
    }

    /** Says that there is something to do. */
    void wake() {
        upkeep.wake();
    }

    private Duration step() {
        doAll();
        return PAUSE;
    }

    /** Does all that there is to do. */
    void doAll() {
        for (TableName name : tables.withWork(true)) {
            tables.find(name).ifPresent(this::fill);
        }
        for (TableName name : tables.withWork(false)) {
            tables.find(name).ifPresent(this::expire);
        }
        removeLeftovers();
        while (streams.trim(BATCH)) {
            log.debug("more records of streams are too old");
        }
    }

    private void fill(Table table) {
        for (Index index : table.indexes()) {
            boolean more = !index.ready();
            while (more) {
                more = database.write(transaction -> fill(transaction, table, index));
            }
        }
    }

    /** An item that an index may lack. */
    private record Older(ItemKey key, ItemRows.Kept kept) {}

    /** Adds the next items to an index; returns whether there may be more. */
    private boolean fill(Transaction transaction, Table known, Index index) throws SQLException {
        Table table = tables.current(transaction, known);
        Optional<ItemKey> last = transaction.first(
                "SELECT COALESCE(hash_key, ?) AS hash_key, COALESCE(range_key, ?) AS range_key FROM dynamodb_index"
                        + " WHERE id = ? AND ready = 0",
                row -> ItemKey.of(row.bytes("hash_key"), row.bytes("range_key")),
                new byte[0],
                new byte[0],
                index.id());
        if (last.isEmpty()) {
            return false;
        }
        List<Older> items = transaction.query(
                "SELECT hash_key, range_key, revision, item FROM dynamodb_item"
                        + " WHERE table_id = ? AND (hash_key, range_key) > (?, ?) ORDER BY hash_key, range_key LIMIT ?",
                row -> new Older(
                        ItemKey.of(row.bytes("hash_key"), row.bytes("range_key")),
                        new ItemRows.Kept(ItemCodec.read(row.bytes("item")), row.number("revision"))),
                table.id(),
                last.get().hashBytes(),
                last.get().rangeBytes(),
                BATCH);
        for (Older item : items) {
            ItemKey entry = index.entryOfKept(item.kept.item());
            if (entry != null) {
                if (database.isShared()) {
                    ItemRows.hold(transaction, table, item.key, item.kept);
                }
                ItemRows.addEntry(transaction, index, entry, item.key);
            }
        }
        if (items.size() < BATCH) {
            tables.ready(transaction, table, index);
            return false;
        }
        ItemKey reached = items.getLast().key;
        transaction.update(
                "UPDATE dynamodb_index SET hash_key = ?, range_key = ? WHERE id = ?",
                reached.hashBytes(),
                reached.rangeBytes(),
                index.id());
        return true;
    }

    private void expire(Table table) {
        for (Index index : table.indexes()) {
            if (index.type() == Index.Type.EXPIRY) {
                boolean more = true;
                while (more) {
                    more = expire(table, index);
                }
            }
        }
    }

    /** Deletes some of what has expired; returns whether there may be more. */
    private boolean expire(Table table, Index index) {
        long now = clock.instant().getEpochSecond();
        long oldest = clock.instant().atOffset(ZoneOffset.UTC).minusYears(YEARS).toEpochSecond();
        List<Map<String, AttributeValue>> expired = database.read(transaction -> transaction.query(
                "SELECT i.item FROM dynamodb_entry e CROSS JOIN dynamodb_item i WHERE i.table_id = ?"
                        + " AND i.hash_key = e.item_hash_key AND i.range_key = e.item_range_key AND e.index_id = ?"
                        + " AND e.hash_key = ? AND e.range_key > ? AND e.range_key < ? LIMIT ?",
                row -> ItemCodec.read(row.bytes("item")),
                table.id(),
                index.id(),
                Index.at(now).hashBytes(),
                Index.at(oldest).rangeBytes(),
                Index.at(now).rangeBytes(),
                BATCH));
        var stillExpired = new Criterion.Comparison(
                Criterion.Comparator.LESS,
                new Operand.At(Path.of(index.key().hash().name())),
                new Operand.Constant(AttributeValue.fromN(String.valueOf(now))));
        for (Map<String, AttributeValue> item : expired) {
            ItemWrite delete = ItemWrite.of(
                    table, table.key().attributes(item), new ItemWrite.Effect.Delete(), stillExpired, false);
            try {
                database.change(transaction -> {
                    var unused = writing.write(transaction, delete, false, EXPIRED);
                });
            } catch (ConditionalCheckFailedException e) {
                log.debug("an item was changed before it expired");
            }
        }
        return expired.size() == BATCH;
    }

    private record Leftover(String kind, long id) {}

    private void removeLeftovers() {
        List<Leftover> leftovers = database.read(transaction -> transaction.query(
                "SELECT kind, id FROM dynamodb_leftover", row -> new Leftover(row.text("kind"), row.number("id"))));
        for (Leftover leftover : leftovers) {
            String sql = leftover.kind.equals("table")
                    ? "DELETE FROM dynamodb_item WHERE table_id = ? AND (hash_key, range_key) IN"
                            + " (SELECT hash_key, range_key FROM dynamodb_item WHERE table_id = ? LIMIT ?)"
                    : "DELETE FROM dynamodb_entry WHERE index_id = ?"
                            + " AND (hash_key, range_key, item_hash_key, item_range_key) IN"
                            + " (SELECT hash_key, range_key, item_hash_key, item_range_key FROM dynamodb_entry"
                            + " WHERE index_id = ? LIMIT ?)";
            boolean more = true;
            while (more) {
                more = database.write(transaction -> transaction.update(sql, leftover.id, leftover.id, BATCH) == BATCH);
            }
            database.change(transaction -> transaction.update(
                    "DELETE FROM dynamodb_leftover WHERE kind = ? AND id = ?", leftover.kind, leftover.id));
        }
    }

    @Override
    public void close() {
        upkeep.close();
    }
}

package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.serverless.dynamodb.ItemRows.Kept;
import io.brume.serverless.dynamodb.expression.Evaluation;
import io.brume.serverless.dynamodb.item.Sizes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;

/**
 * Writes items: a condition is checked, an item changed, its indexes and its table's stream with it, in one transaction.
 * Thread-safe.
 */
final class Writing {

    private final Database database;
    private final Tables tables;
    private final Streams streams;

    Writing(Database database, Tables tables, Streams streams) {
        this.database = database;
        this.tables = tables;
        this.streams = streams;
    }

    /**
     * What was done.
     *
     * @param before what the item was like; null when there was none
     * @param after what it is like; null when there is none
     * @param size the bytes of the larger of both
     * @param entries how many entries of which indexes were written
     * @param collection the bytes of all items with the same hash key; 0 where nobody asked
     */
    record Written(
            ItemWrite write,
            @Nullable Map<String, AttributeValue> before,
            @Nullable Map<String, AttributeValue> after,
            long size,
            Map<Index, Integer> entries,
            long collection) {}

    /** Does one write. */
    Written write(ItemWrite write, boolean measures) {
        return database.write(transaction -> write(transaction, write, measures, null));
    }

    /** Does several writes that have no conditions, in one transaction for the disk's sake. */
    List<Written> writeAll(List<ItemWrite> writes, boolean measures) {
        return database.write(transaction -> {
            List<Written> written = new ArrayList<>();
            for (ItemWrite write : writes) {
                written.add(write(transaction, write, measures, null));
            }
            return written;
        });
    }

    /**
     * Does one write within a transaction.
     *
     * @param measures whether the item's collection is to be measured, which only tables with local indexes have
     * @param by who does it, for the stream; null when it is a user
     */
    Written write(Transaction transaction, ItemWrite wanted, boolean measures, @Nullable Identity by)
            throws SQLException {
        Table table = tables.current(transaction, wanted.table());
        ItemWrite write = wanted.with(table);
        Kept kept = ItemRows.find(transaction, table, write.place()).orElse(null);
        Map<String, AttributeValue> before = kept == null ? null : kept.item();
        requireCondition(write, before);
        Map<String, AttributeValue> after = write.after(before);
        long size = Math.max(size(before), size(after));
        Map<Index, Integer> entries = new LinkedHashMap<>();
        if (!(write.effect() instanceof ItemWrite.Effect.Check)) {
            store(transaction, write, kept, after);
            for (Index index : table.indexes()) {
                int changed = order(transaction, index, write.place(), before, after);
                if (changed > 0 && index.type() != Index.Type.EXPIRY) {
                    entries.put(index, changed);
                }
            }
            if (table.stream() != null && !Objects.equals(before, after)) {
                streams.record(transaction, table, write.key(), before, after, by);
            }
        } else if (kept != null && database.isShared()) {
            ItemRows.hold(transaction, table, write.place(), kept);
        }
        long collection =
                measures && table.hasLocalIndexes() ? ItemRows.collectionSize(transaction, table, write.place()) : 0;
        return new Written(write, before, after, size, entries, collection);
    }

    private static long size(@Nullable Map<String, AttributeValue> item) {
        return item == null ? 0 : Sizes.of(item);
    }

    private static void requireCondition(ItemWrite write, @Nullable Map<String, AttributeValue> before) {
        if (write.condition() != null && !new Evaluation(before == null ? Map.of() : before).holds(write.condition())) {
            throw DynamoDbErrors.conditionFailed(write.tells() ? before : null);
        }
    }

    private static void store(
            Transaction transaction,
            ItemWrite write,
            @Nullable Kept before,
            @Nullable Map<String, AttributeValue> after)
            throws SQLException {
        if (after != null) {
            ItemRows.put(transaction, write.table(), write.place(), before, after, Sizes.of(after));
        } else if (before != null) {
            ItemRows.remove(transaction, write.table(), write.place(), before);
        }
    }

    /**
     * Puts an item into its place in an index.
     *
     * @return how many of the index's entries were written
     */
    private static int order(
            Transaction transaction,
            Index index,
            ItemKey item,
            @Nullable Map<String, AttributeValue> before,
            @Nullable Map<String, AttributeValue> after)
            throws SQLException {
        ItemKey old = before == null ? null : index.entryOfKept(before);
        ItemKey now = after == null ? null : index.entry(after);
        if (Objects.equals(old, now)) {
            if (now != null && !index.ready()) {
                ItemRows.addEntry(transaction, index, now, item);
            }
            return now == null || Objects.equals(before, after) ? 0 : 1;
        }
        if (old != null) {
            ItemRows.removeEntry(transaction, index, old, item);
        }
        if (now != null) {
            ItemRows.addEntry(transaction, index, now, item);
        }
        return old != null && now != null ? 2 : 1;
    }
}

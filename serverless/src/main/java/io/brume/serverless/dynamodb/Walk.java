package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.serverless.dynamodb.item.ItemCodec;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A way through a table or an index in its order, some rows at a time. By one hash key it goes in the order of range keys; by all,
 * in the order of hash keys.
 */
final class Walk {

    /** Where an item is in the order: of a table, both are the same. */
    record Place(ItemKey entry, ItemKey item) {}

    /** An item on the way. */
    record Found(Place place, Map<String, AttributeValue> item) {}

    /** A part of a parallel scan. */
    record Segment(int number, int total) {

        /** The first checksum of a segment; null behind the last segment. */
        private static byte @Nullable [] begin(int number, int total) {
            return number == total
                    ? null
                    : ByteBuffer.allocate(Integer.BYTES)
                            .putInt((int) (((long) number << 32) / total))
                            .array();
        }

        byte @Nullable [] low() {
            return begin(number, total);
        }

        byte @Nullable [] high() {
            return begin(number + 1, total);
        }

        boolean contains(ItemKey key) {
            byte[] low = low();
            byte[] high = high();
            return (low == null || Arrays.compareUnsigned(key.hashBytes(), low) >= 0)
                    && (high == null || Arrays.compareUnsigned(key.hashBytes(), high) < 0);
        }
    }

    private final boolean byIndex;
    private final boolean byHash;
    private final boolean forward;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> arguments = new ArrayList<>();
    private @Nullable Place last;

    /** @param after where to go on; null at the beginning */
    private Walk(Table table, @Nullable Index index, boolean byHash, boolean forward, @Nullable Place after) {
        this.byIndex = index != null;
        this.byHash = byHash;
        this.forward = forward;
        this.last = after;
        if (index == null) {
            sql.append("SELECT e.hash_key, e.range_key, e.item FROM dynamodb_item e WHERE e.table_id = ?");
            arguments.add(table.id());
        } else {
            // What is joined so is read in this order.
            sql.append("SELECT e.hash_key, e.range_key, e.item_hash_key, e.item_range_key, i.item"
                    + " FROM dynamodb_entry e CROSS JOIN dynamodb_item i WHERE i.table_id = ?"
                    + " AND i.hash_key = e.item_hash_key AND i.range_key = e.item_range_key AND e.index_id = ?");
            arguments.add(table.id());
            arguments.add(index.id());
        }
    }

    /** Through the items with one hash key. */
    static Walk query(
            Table table, @Nullable Index index, KeyCondition condition, boolean forward, @Nullable Place after) {
        var walk = new Walk(table, index, true, forward, after);
        walk.where("e.hash_key = ?", condition.hash().asByteArrayUnsafe());
        KeyRange range = condition.range();
        if (range.low() != null) {
            walk.where(
                    "e.range_key " + (range.lowIncluded() ? ">= ?" : "> ?"),
                    range.low().asByteArrayUnsafe());
        }
        if (range.high() != null) {
            walk.where(
                    "e.range_key " + (range.highIncluded() ? "<= ?" : "< ?"),
                    range.high().asByteArrayUnsafe());
        }
        return walk;
    }

    /** Through all items, or a segment of them. */
    static Walk scan(Table table, @Nullable Index index, @Nullable Segment segment, @Nullable Place after) {
        var walk = new Walk(table, index, false, true, after);
        byte[] low = segment == null ? null : segment.low();
        byte[] high = segment == null ? null : segment.high();
        if (low != null) {
            walk.where("e.hash_key >= ?", low);
        }
        if (high != null) {
            walk.where("e.hash_key < ?", high);
        }
        return walk;
    }

    private void where(String condition, byte[] argument) {
        sql.append(" AND ").append(condition);
        arguments.add(argument);
    }

    /** The next items. */
    List<Found> next(Transaction transaction, int most) throws SQLException {
        List<String> columns = new ArrayList<>();
        if (!byHash) {
            columns.add("e.hash_key");
        }
        columns.add("e.range_key");
        if (byIndex) {
            columns.add("e.item_hash_key");
            columns.add("e.item_range_key");
        }
        List<Object> all = new ArrayList<>(arguments);
        var statement = new StringBuilder(sql);
        if (last != null) {
            String marks = "?" + ", ?".repeat(columns.size() - 1);
            statement
                    .append(" AND (")
                    .append(String.join(", ", columns))
                    .append(forward ? ") > (" : ") < (")
                    .append(marks)
                    .append(')');
            if (!byHash) {
                all.add(last.entry.hashBytes());
            }
            all.add(last.entry.rangeBytes());
            if (byIndex) {
                all.add(last.item.hashBytes());
                all.add(last.item.rangeBytes());
            }
        }
        statement
                .append(" ORDER BY ")
                .append(String.join(forward ? ", " : " DESC, ", columns))
                .append(forward ? " LIMIT ?" : " DESC LIMIT ?");
        all.add(most);
        List<Found> found = transaction.query(statement.toString(), this::found, all.toArray());
        if (!found.isEmpty()) {
            last = found.getLast().place;
        }
        return found;
    }

    private Found found(Row row) throws SQLException {
        ItemKey entry = ItemKey.of(row.bytes("hash_key"), row.bytes("range_key"));
        ItemKey item = byIndex ? ItemKey.of(row.bytes("item_hash_key"), row.bytes("item_range_key")) : entry;
        return new Found(new Place(entry, item), ItemCodec.read(row.bytes("item")));
    }
}

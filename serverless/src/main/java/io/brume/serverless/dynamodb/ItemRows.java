package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.serverless.dynamodb.item.ItemCodec;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items and the entries of indexes, as rows. */
final class ItemRows {

    private static final String OF_KEY = " WHERE table_id = ? AND hash_key = ? AND range_key = ?";

    private ItemRows() {}

    /**
     * An item as it is kept.
     *
     * @param revision another one after every change
     */
    record Kept(Map<String, AttributeValue> item, long revision) {
        static Kept of(Row row) throws SQLException {
            return new Kept(ItemCodec.read(row.bytes("item")), row.number("revision"));
        }
    }

    static Optional<Kept> find(Transaction transaction, Table table, ItemKey key) throws SQLException {
        return transaction.first(
                "SELECT item, revision FROM dynamodb_item" + OF_KEY,
                Kept::of,
                table.id(),
                key.hashBytes(),
                key.rangeBytes());
    }

    /**
     * Puts an item in the place of what was there.
     *
     * @throws SQLException which makes the database try again, when that is there no more
     */
    static void put(
            Transaction transaction,
            Table table,
            ItemKey key,
            @Nullable Kept before,
            Map<String, AttributeValue> item,
            long size)
            throws SQLException {
        long revision = ThreadLocalRandom.current().nextLong();
        byte[] bytes = ItemCodec.write(item);
        int changed = before == null
                ? transaction.update(
                        "INSERT INTO dynamodb_item (table_id, hash_key, range_key, revision, size, item)"
                                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        table.id(),
                        key.hashBytes(),
                        key.rangeBytes(),
                        revision,
                        size,
                        bytes)
                : transaction.update(
                        "UPDATE dynamodb_item SET revision = ?, size = ?, item = ?" + OF_KEY + " AND revision = ?",
                        revision,
                        size,
                        bytes,
                        table.id(),
                        key.hashBytes(),
                        key.rangeBytes(),
                        before.revision);
        requireDone(changed);
    }

    /** Removes what was there; throws as {@link #put} does. */
    static void remove(Transaction transaction, Table table, ItemKey key, Kept before) throws SQLException {
        requireDone(transaction.update(
                "DELETE FROM dynamodb_item" + OF_KEY + " AND revision = ?",
                table.id(),
                key.hashBytes(),
                key.rangeBytes(),
                before.revision));
    }

    /** Sees to it that nobody else changes an item before the end of the transaction; throws as {@link #put} does. */
    static void hold(Transaction transaction, Table table, ItemKey key, Kept kept) throws SQLException {
        requireDone(transaction.update(
                "UPDATE dynamodb_item SET revision = revision" + OF_KEY + " AND revision = ?",
                table.id(),
                key.hashBytes(),
                key.rangeBytes(),
                kept.revision));
    }

    private static void requireDone(int rows) throws SQLException {
        if (rows == 0) {
            throw Tables.conflict();
        }
    }

    static void addEntry(Transaction transaction, Index index, ItemKey entry, ItemKey item) throws SQLException {
        transaction.update(
                "INSERT INTO dynamodb_entry (index_id, hash_key, range_key, item_hash_key, item_range_key)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                index.id(),
                entry.hashBytes(),
                entry.rangeBytes(),
                item.hashBytes(),
                item.rangeBytes());
    }

    static void removeEntry(Transaction transaction, Index index, ItemKey entry, ItemKey item) throws SQLException {
        transaction.update(
                "DELETE FROM dynamodb_entry WHERE index_id = ? AND hash_key = ? AND range_key = ?"
                        + " AND item_hash_key = ? AND item_range_key = ?",
                index.id(),
                entry.hashBytes(),
                entry.rangeBytes(),
                item.hashBytes(),
                item.rangeBytes());
    }

    /** The bytes of all items with a hash key, as DynamoDB counts them. */
    static long collectionSize(Transaction transaction, Table table, ItemKey key) throws SQLException {
        return transaction.number(
                "SELECT SUM(size) FROM dynamodb_item WHERE table_id = ? AND hash_key = ?", table.id(), key.hashBytes());
    }
}

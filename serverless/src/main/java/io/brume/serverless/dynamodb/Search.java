package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.serverless.dynamodb.expression.Criterion;
import io.brume.serverless.dynamodb.expression.Evaluation;
import io.brume.serverless.dynamodb.expression.Projection;
import io.brume.serverless.dynamodb.item.Sizes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a query or a scan looks for on its way.
 *
 * @param index the index that is walked through; null when it is the table
 * @param filter what an item must be like to be told; null when all are
 * @param wanted what is told of an item
 * @param limit how many items are looked at; null as many as a page holds
 */
record Search(
        Table table,
        @Nullable Index index,
        @Nullable Criterion filter,
        Attributes wanted,
        @Nullable Integer limit) {

    private static final long PAGE = 1 << 20;
    private static final int FIRST_ROWS = 32;
    private static final int MOST_ROWS = 256;

    /** What a search tells of the items that it finds. */
    sealed interface Attributes {

        /** How many there are. */
        record Count() implements Attributes {}

        /** All attributes. */
        record All() implements Attributes {}

        /** Those that the index has. */
        record Projected() implements Attributes {}

        record Some(Projection projection) implements Attributes {}
    }

    /**
     * A page of what was found.
     *
     * @param items empty when only their number is wanted
     * @param bytes of all items that were looked at
     * @param last the key to go on from; null when there is nothing more
     */
    record Page(
            List<Map<String, AttributeValue>> items,
            int count,
            int scanned,
            long bytes,
            @Nullable Map<String, AttributeValue> last) {}

    Page page(Database database, Supplier<Walk> walk) {
        return database.read(transaction -> page(transaction, walk.get()));
    }

    private Page page(Transaction transaction, Walk walk) throws SQLException {
        Projection ofIndex = index == null || index.hasAll() ? null : Projection.of(index.attributes(table.key()));
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Map<String, AttributeValue> last = null;
        int count = 0;
        int scanned = 0;
        long bytes = 0;
        while (true) {
            int rows = rows(scanned, bytes);
            List<Walk.Found> found = walk.next(transaction, rows);
            for (Walk.Found one : found) {
                Map<String, AttributeValue> all = one.item();
                Map<String, AttributeValue> projected = ofIndex == null ? all : ofIndex.of(all);
                // A local index gets from its table what it lacks.
                Map<String, AttributeValue> seen = index != null && index.isGlobal() ? projected : all;
                long size = Sizes.of(projected);
                if (scanned > 0 && bytes + size > PAGE) {
                    return new Page(items, count, scanned, bytes, last);
                }
                scanned++;
                bytes += size;
                last = key(all);
                if (filter == null || new Evaluation(seen).holds(filter)) {
                    count++;
                    switch (wanted) {
                        case Attributes.Count _ -> {}
                        case Attributes.All _ -> items.add(seen);
                        case Attributes.Projected _ -> items.add(projected);
                        case Attributes.Some(var projection) -> items.add(projection.of(seen));
                    }
                }
                if (limit != null && scanned == limit) {
                    return new Page(items, count, scanned, bytes, last);
                }
            }
            if (found.size() < rows) {
                return new Page(items, count, scanned, bytes, null);
            }
        }
    }

    /** How many rows to read next: about as many as the page has room for. */
    private int rows(int scanned, long bytes) {
        int rows = scanned == 0
                ? FIRST_ROWS
                : (int) Math.clamp((PAGE - bytes) / Math.max(1, bytes / scanned) + 1, 1, MOST_ROWS);
        return limit == null ? rows : Math.min(rows, limit - scanned);
    }

    private Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new LinkedHashMap<>(table.key().attributes(item));
        if (index != null) {
            key.putAll(index.key().attributes(item));
        }
        return key;
    }
}

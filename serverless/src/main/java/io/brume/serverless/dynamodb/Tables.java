package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Remembered;
import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** The tables that there are: what is known of them, not their items. Thread-safe. */
final class Tables {

    private static final int REMEMBERED = 1000;

    /** Some other change came between; the database runs the work once more when it hears this. */
    private static final String CONFLICT = "40001";

    private final Database database;
    private final Remembered<TableName, Table> tables;

    Tables(Database database) {
        this.database = database;
        tables = new Remembered<>(database, REMEMBERED);
    }

    /** The table, for requests that read or write items. */
    Table get(TableName name) {
        return tables.get(name, () -> find(name).orElseThrow(DynamoDbErrors::noResource));
    }

    /** The table, for requests that are about it. */
    Table described(TableName name) {
        return find(name).orElseThrow(() -> DynamoDbErrors.noTable(name.name()));
    }

    Optional<Table> find(TableName name) {
        return database.read(transaction -> find(transaction, name));
    }

    private static Optional<Table> find(Transaction transaction, TableName name) throws SQLException {
        Optional<Plain> plain = transaction.first(
                "SELECT id, version, document, time_to_live FROM dynamodb_table"
                        + " WHERE account = ? AND region = ? AND name = ?",
                Plain::of,
                name.scope().account(),
                name.scope().region(),
                name.name());
        return plain.isEmpty() ? Optional.empty() : Optional.of(whole(transaction, name, plain.get()));
    }

    /** A table's row. */
    private record Plain(
            long id,
            long version,
            TableDescription description,
            @Nullable TimeToLiveDescription timeToLive) {
        static Plain of(Row row) throws SQLException {
            String timeToLive = row.textOrNull("time_to_live");
            return new Plain(
                    row.number("id"),
                    row.number("version"),
                    Shapes.parse(row.text("document"), TableDescription.class),
                    timeToLive == null ? null : Shapes.parse(timeToLive, TimeToLiveDescription.class));
        }
    }

    private static Table whole(Transaction transaction, TableName name, Plain plain) throws SQLException {
        TableDescription description = plain.description;
        List<Index> indexes = new ArrayList<>();
        transaction.each(
                "SELECT id, name, ready FROM dynamodb_index WHERE table_id = ? ORDER BY id",
                row -> indexes.add(index(row, description, plain.timeToLive)),
                plain.id);
        Table.Stream stream = transaction
                .first(
                        "SELECT id FROM dynamodb_stream WHERE table_id = ? AND closed IS NULL",
                        row -> new Table.Stream(
                                row.number("id"),
                                description.streamSpecification() == null
                                        ? StreamViewType.KEYS_ONLY
                                        : description.streamSpecification().streamViewType()),
                        plain.id)
                .orElse(null);
        return new Table(
                plain.id,
                plain.version,
                name,
                description,
                plain.timeToLive,
                TableKey.of(description.keySchema(), description.attributeDefinitions()),
                indexes,
                stream);
    }

    private static Index index(Row row, TableDescription table, @Nullable TimeToLiveDescription timeToLive)
            throws SQLException {
        long id = row.number("id");
        String name = row.text("name");
        boolean ready = row.bool("ready");
        if (name.equals(Index.EXPIRY_NAME)) {
            return Index.expiry(id, timeToLive == null ? "" : timeToLive.attributeName(), ready);
        }
        for (var global : table.globalSecondaryIndexes()) {
            if (global.indexName().equals(name)) {
                TableKey key = TableKey.of(global.keySchema(), table.attributeDefinitions());
                return new Index(id, name, Index.Type.GLOBAL, key, global.projection(), ready);
            }
        }
        var local = table.localSecondaryIndexes().stream()
                .filter(index -> index.indexName().equals(name))
                .findFirst()
                .orElseThrow();
        TableKey key = TableKey.of(local.keySchema(), table.attributeDefinitions());
        return new Index(id, name, Index.Type.LOCAL, key, local.projection(), ready);
    }

    /** The table as it is in a transaction: what is known of it if that is true, else what is. */
    Table current(Transaction transaction, Table known) throws SQLException {
        long version = transaction.number("SELECT version FROM dynamodb_table WHERE id = ?", known.id());
        return version == known.version()
                ? known
                : find(transaction, known.name()).orElseThrow(DynamoDbErrors::noResource);
    }

    /** Adds a table; returns whether there was none of that name. */
    boolean add(Transaction transaction, TableName name, TableDescription description) throws SQLException {
        Optional<Long> id = transaction.first(
                "INSERT INTO dynamodb_table (account, region, name, version, document) VALUES (?, ?, ?, 1, ?)"
                        + " ON CONFLICT DO NOTHING RETURNING id",
                row -> row.number("id"),
                name.scope().account(),
                name.scope().region(),
                name.name(),
                Shapes.json(description));
        if (id.isEmpty()) {
            return false;
        }
        for (var index : description.globalSecondaryIndexes()) {
            addIndex(transaction, id.get(), index.indexName(), true);
        }
        for (var index : description.localSecondaryIndexes()) {
            addIndex(transaction, id.get(), index.indexName(), true);
        }
        tables.forget(transaction, name);
        return true;
    }

    /** @param ready whether there are no items that it lacks */
    static void addIndex(Transaction transaction, long table, String name, boolean ready) throws SQLException {
        transaction.update("INSERT INTO dynamodb_index (table_id, name, ready) VALUES (?, ?, ?)", table, name, ready);
    }

    static void removeIndex(Transaction transaction, Index index) throws SQLException {
        transaction.update("DELETE FROM dynamodb_index WHERE id = ?", index.id());
        leave(transaction, "index", index.id());
    }

    private static void leave(Transaction transaction, String kind, long id) throws SQLException {
        transaction.update("INSERT INTO dynamodb_leftover (kind, id) VALUES (?, ?) ON CONFLICT DO NOTHING", kind, id);
    }

    /** Changes what is said of a table. */
    TableDescription change(Transaction transaction, Table table, UnaryOperator<TableDescription> change)
            throws SQLException {
        TableDescription after = change.apply(table.description());
        write(transaction, table, "document", Shapes.json(after));
        return after;
    }

    void changeTimeToLive(Transaction transaction, Table table, TimeToLiveDescription description) throws SQLException {
        boolean disabled = description.timeToLiveStatus() == TimeToLiveStatus.DISABLED;
        write(transaction, table, "time_to_live", disabled ? null : Shapes.json(description));
    }

    private void write(Transaction transaction, Table table, String column, @Nullable String value)
            throws SQLException {
        int changed = transaction.update(
                "UPDATE dynamodb_table SET version = version + 1, " + column + " = ? WHERE id = ? AND version = ?",
                value,
                table.id(),
                table.version());
        if (changed == 0) {
            throw conflict();
        }
        tables.forget(transaction, table.name());
    }

    /** An index has all the items now. */
    void ready(Transaction transaction, Table table, Index index) throws SQLException {
        transaction.update(
                "UPDATE dynamodb_index SET ready = ?, hash_key = NULL, range_key = NULL WHERE id = ?",
                true,
                index.id());
        change(
                transaction,
                table,
                description -> description.toBuilder()
                        .globalSecondaryIndexes(
                                !description.hasGlobalSecondaryIndexes()
                                        ? null
                                        : description.globalSecondaryIndexes().stream()
                                                .map(global ->
                                                        global.indexName().equals(index.name())
                                                                ? global.toBuilder()
                                                                        .indexStatus(IndexStatus.ACTIVE)
                                                                        .backfilling(null)
                                                                        .build()
                                                                : global)
                                                .toList())
                        .build());
    }

    /** Removes a table; its rows become leftovers. */
    void remove(Transaction transaction, Table table) throws SQLException {
        int removed = transaction.update(
                "DELETE FROM dynamodb_table WHERE id = ? AND version = ?", table.id(), table.version());
        if (removed == 0) {
            throw conflict();
        }
        for (Index index : table.indexes()) {
            removeIndex(transaction, index);
        }
        leave(transaction, "table", table.id());
        tables.forget(transaction, table.name());
    }

    static SQLException conflict() {
        return new SQLException("another change came between", CONFLICT);
    }

    /**
     * Names of tables in their order.
     *
     * @param after the last one of an earlier list; empty for the first
     */
    List<String> names(Scope scope, String after, int most) {
        return database.read(transaction -> transaction.query(
                "SELECT name FROM dynamodb_table WHERE account = ? AND region = ? AND name > ? ORDER BY name LIMIT ?",
                row -> row.text("name"),
                scope.account(),
                scope.region(),
                after,
                most));
    }

    /** The tables with indexes that something is to be done with: those by expiry, and those that are not ready. */
    List<TableName> withWork(boolean backfill) {
        String which = backfill ? "i.ready = 0" : "i.name = '' AND i.ready = 1";
        return database.read(transaction -> transaction.query(
                "SELECT DISTINCT t.account, t.region, t.name FROM dynamodb_index i"
                        + " JOIN dynamodb_table t ON t.id = i.table_id WHERE " + which,
                row -> new TableName(new Scope(row.text("account"), row.text("region")), row.text("name"))));
    }

    /** How many items a table or an index has, and their bytes. */
    record Extent(long items, long bytes) {}

    Extent extent(Table table) {
        return extent(
                "SELECT COUNT(*) AS items, COALESCE(SUM(size), 0) AS bytes FROM dynamodb_item WHERE table_id = ?",
                table.id());
    }

    Extent extent(Index index, Table table) {
        return extent(
                "SELECT COUNT(*) AS items, COALESCE(SUM(i.size), 0) AS bytes FROM dynamodb_entry e JOIN dynamodb_item i"
                        + " ON i.table_id = ? AND i.hash_key = e.item_hash_key AND i.range_key = e.item_range_key"
                        + " WHERE e.index_id = ?",
                table.id(),
                index.id());
    }

    private Extent extent(String sql, Object... arguments) {
        return database.read(transaction -> transaction
                .first(sql, row -> new Extent(row.number("items"), row.number("bytes")), arguments)
                .orElseThrow());
    }
}

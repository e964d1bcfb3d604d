package io.brume.kernel.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statements inside one transaction. Arguments are strings, numbers, booleans (kept as 0 and 1), moments (kept as epoch
 * milliseconds), bytes, enums (kept by name) or null. Used by one thread at a time.
 */
public final class Transaction {

    private static final Logger log = LoggerFactory.getLogger(Transaction.class);

    private final StatementCache statements;
    private final boolean writes;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(StatementCache statements, boolean writes) {
        this.statements = statements;
        this.writes = writes;
    }

    /** This transaction, for a work that writes. */
    Transaction forWriting() {
        if (!writes) {
            throw new IllegalStateException("a write inside a read: begin with Database.write");
        }
        return this;
    }

    /** Runs an INSERT, UPDATE or DELETE; returns how many rows it touched. */
    public int update(String sql, @Nullable Object... arguments) throws SQLException {
        try (var statement = statements.take(sql)) {
            set(statement.prepared(), arguments);
            return statement.prepared().executeUpdate();
        }
    }

    /** All rows of a query, or of a statement with RETURNING. */
    public <T> List<T> query(String sql, Row.Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(sql, row -> rows.add(reader.read(row)), arguments);
        return rows;
    }

    /** The first row of a query; empty when it has none. */
    public <T> Optional<T> first(String sql, Row.Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        List<T> rows = query(sql, reader, arguments);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /** The number in the only column of the only row; 0 when that is null or there is no row. */
    public long number(String sql, @Nullable Object... arguments) throws SQLException {
        try (var statement = statements.take(sql)) {
            set(statement.prepared(), arguments);
            try (ResultSet results = statement.prepared().executeQuery()) {
                return results.next() ? results.getLong(1) : 0;
            }
        }
    }

    /** What is done with one row. */
    @FunctionalInterface
    public interface RowAction {
        void accept(Row row) throws SQLException;
    }

    /** Passes over the rows of a query without holding them. */
    public void each(String sql, RowAction action, @Nullable Object... arguments) throws SQLException {
        try (var statement = statements.take(sql)) {
            set(statement.prepared(), arguments);
            try (ResultSet results = statement.prepared().executeQuery()) {
                var row = new Row(results, statement.columns());
                while (results.next()) {
                    action.accept(row);
                }
            }
        }
    }

    /** Runs something short once all of this is durable, before its caller hears so: never when it is not. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** To be called once all of this is durable. */
    void committed() {
        for (Runnable action : afterCommit) {
            try {
                action.run();
            } catch (RuntimeException e) {
                log.error("what follows a commit failed", e);
            }
        }
    }

    Connection connection() {
        return statements.connection();
    }

    private static void set(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case null -> statement.setNull(i + 1, Types.NULL);
                case String text -> statement.setString(i + 1, text);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case Double number -> statement.setDouble(i + 1, number);
                case Boolean bool -> statement.setInt(i + 1, bool ? 1 : 0);
                case Instant moment -> statement.setLong(i + 1, moment.toEpochMilli());
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Enum<?> constant -> statement.setString(i + 1, constant.name());
                default -> throw new IllegalArgumentException("no SQL type for " + arguments[i].getClass());
            }
        }
    }
}

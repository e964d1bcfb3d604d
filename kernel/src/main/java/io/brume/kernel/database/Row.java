package io.brume.kernel.database;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row of a query's result, by column names. Valid only while its reader runs. */
public final class Row {

    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    /** Makes something of a row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    /** @throws NullPointerException when the column is null */
    public String text(String column) throws SQLException {
        return requireNonNull(results.getString(column), column);
    }

    public @Nullable String textOrNull(String column) throws SQLException {
        return results.getString(column);
    }

    /** 0 when the column is null. */
    public long number(String column) throws SQLException {
        return results.getLong(column);
    }

    public @Nullable Long numberOrNull(String column) throws SQLException {
        long value = results.getLong(column);
        return results.wasNull() ? null : value;
    }

    public int integer(String column) throws SQLException {
        return results.getInt(column);
    }

    public double real(String column) throws SQLException {
        return results.getDouble(column);
    }

    public boolean bool(String column) throws SQLException {
        return results.getInt(column) != 0;
    }

    /** A moment kept as epoch milliseconds. */
    public Instant instant(String column) throws SQLException {
        return Instant.ofEpochMilli(results.getLong(column));
    }

    public @Nullable Instant instantOrNull(String column) throws SQLException {
        Long value = numberOrNull(column);
        return value == null ? null : Instant.ofEpochMilli(value);
    }

    /** @throws NullPointerException when the column is null */
    public byte[] bytes(String column) throws SQLException {
        return requireNonNull(results.getBytes(column), column);
    }

    public byte @Nullable [] bytesOrNull(String column) throws SQLException {
        return results.getBytes(column);
    }
}

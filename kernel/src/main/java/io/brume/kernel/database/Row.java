package io.brume.kernel.database;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of a query's result, by column names. Valid only while its reader runs. */
public final class Row {

    private final ResultSet results;
    private final Map<String, Integer> columns;

    /** @param columns where the columns are, as far as it is known; rows of the same statement share it */
    Row(ResultSet results, Map<String, Integer> columns) {
        this.results = results;
        this.columns = columns;
    }

    private int at(String column) throws SQLException {
        Integer known = columns.get(column);
        if (known != null) {
            return known;
        }
        int found = results.findColumn(column);
        columns.put(column, found);
        return found;
    }

    /** Makes something of a row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    /** @throws NullPointerException when the column is null */
    public String text(String column) throws SQLException {
        return requireNonNull(results.getString(at(column)), column);
    }

    public @Nullable String textOrNull(String column) throws SQLException {
        return results.getString(at(column));
    }

    /** 0 when the column is null. */
    public long number(String column) throws SQLException {
        return results.getLong(at(column));
    }

    public @Nullable Long numberOrNull(String column) throws SQLException {
        long value = results.getLong(at(column));
        return results.wasNull() ? null : value;
    }

    public int integer(String column) throws SQLException {
        return results.getInt(at(column));
    }

    public double real(String column) throws SQLException {
        return results.getDouble(at(column));
    }

    public boolean bool(String column) throws SQLException {
        return results.getInt(at(column)) != 0;
    }

    /** A moment kept as epoch milliseconds. */
    public Instant instant(String column) throws SQLException {
        return Instant.ofEpochMilli(results.getLong(at(column)));
    }

    public @Nullable Instant instantOrNull(String column) throws SQLException {
        Long value = numberOrNull(column);
        return value == null ? null : Instant.ofEpochMilli(value);
    }

    /** @throws NullPointerException when the column is null */
    public byte[] bytes(String column) throws SQLException {
        return requireNonNull(results.getBytes(at(column)), column);
    }

    public byte @Nullable [] bytesOrNull(String column) throws SQLException {
        return results.getBytes(at(column));
    }
}

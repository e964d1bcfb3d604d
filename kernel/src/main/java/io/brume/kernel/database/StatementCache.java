package io.brume.kernel.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A connection's prepared statements, kept for their next use. A statement in use is never handed out twice. */
final class StatementCache {

    private static final int KEPT = 256;

    private final Connection connection;
    private final Map<String, Prepared> idle = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Prepared> eldest) {
            if (size() <= KEPT) {
                return false;
            }
            close(eldest.getValue().statement());
            return true;
        }
    };

    StatementCache(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /**
     * A statement, and where its result has which column.
     *
     * @param columns as far as they were asked for
     */
    private record Prepared(PreparedStatement statement, Map<String, Integer> columns) {}

    /** A statement while it is used; closing gives it back. */
    record Taken(StatementCache from, String sql, Prepared of) implements AutoCloseable {

        PreparedStatement prepared() {
            return of.statement();
        }

        Map<String, Integer> columns() {
            return of.columns();
        }

        @Override
        public void close() throws SQLException {
            prepared().clearParameters();
            Prepared other = from.idle.put(sql, of);
            if (other != null) {
                StatementCache.close(other.statement());
            }
        }
    }

    Taken take(String sql) throws SQLException {
        Prepared kept = idle.remove(sql);
        return new Taken(
                this, sql, kept != null ? kept : new Prepared(connection.prepareStatement(sql), new HashMap<>()));
    }

    private static void close(PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            // The connection is gone, and the statement with it.
        }
    }
}

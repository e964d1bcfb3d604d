package io.brume.kernel.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A connection's prepared statements, kept for their next use. A statement in use is never handed out twice. */
final class StatementCache {

    private static final int KEPT = 256;

    private final Connection connection;
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PreparedStatement> eldest) {
            if (size() <= KEPT) {
                return false;
            }
            close(eldest.getValue());
            return true;
        }
    };

    StatementCache(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** A statement while it is used; closing gives it back. */
    record Taken(StatementCache from, String sql, PreparedStatement prepared) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            prepared.clearParameters();
            PreparedStatement other = from.idle.put(sql, prepared);
            if (other != null) {
                StatementCache.close(other);
            }
        }
    }

    Taken take(String sql) throws SQLException {
        PreparedStatement kept = idle.remove(sql);
        return new Taken(this, sql, kept != null ? kept : connection.prepareStatement(sql));
    }

    private static void close(PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            // The connection is gone, and the statement with it.
        }
    }
}

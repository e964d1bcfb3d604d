package io.brume.kernel.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL database, which several servers may share. A transaction that lost against another is run again. */
final class PostgresDatabase implements Database {

    private static final int ATTEMPTS = 10;
    private static final int CONNECTIONS = 16;

    /** Names sort by their bytes, as AWS sorts them, whatever the database's locale. */
    private static final Map<String, String> TYPES = Map.of(
            "text", "TEXT COLLATE \"C\"",
            "blob", "BYTEA",
            "serial", "BIGSERIAL PRIMARY KEY",
            "bool", "INTEGER",
            "clustered", "");

    private final HikariDataSource pool;
    private final ThreadLocal<Transaction> current = new ThreadLocal<>();

    PostgresDatabase(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("database");
        config.setAutoCommit(true);
        pool = new HikariDataSource(config);
        Migrations.run(pool, TYPES);
    }

    @Override
    public <T> T read(Work<T> work) {
        return run(work, Connection.TRANSACTION_REPEATABLE_READ, true);
    }

    @Override
    public <T> T write(Work<T> work) {
        return run(work, Connection.TRANSACTION_READ_COMMITTED, false);
    }

    private <T> T run(Work<T> work, int isolation, boolean readOnly) {
        Transaction outer = current.get();
        try {
            if (outer != null) {
                return work.in(readOnly ? outer : outer.forWriting());
            }
            for (int attempt = 1; ; attempt++) {
                try {
                    return once(work, isolation, readOnly);
                } catch (SQLException | DatabaseException e) {
                    if (attempt == ATTEMPTS || !isConflict(e)) {
                        throw e;
                    }
                    Thread.sleep(ThreadLocalRandom.current().nextInt(5 << Math.min(attempt, 6)));
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private <T> T once(Work<T> work, int isolation, boolean readOnly) throws SQLException {
        Transaction transaction;
        T value;
        try (Connection connection = pool.getConnection()) {
            connection.setTransactionIsolation(isolation);
            connection.setReadOnly(readOnly);
            connection.setAutoCommit(false);
            transaction = new Transaction(new StatementCache(connection), !readOnly);
            current.set(transaction);
            try {
                value = work.in(transaction);
                connection.commit();
            } catch (Throwable e) {
                connection.rollback();
                throw e;
            } finally {
                current.remove();
            }
        }
        transaction.committed();
        return value;
    }

    /** Serialization failure or deadlock, by SQL state. */
    private static boolean isConflict(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return "40001".equals(sql.getSQLState()) || "40P01".equals(sql.getSQLState());
            }
        }
        return false;
    }

    @Override
    public DataSource dataSource() {
        return new BorrowedConnections(() -> {
            Transaction outer = current.get();
            return outer == null
                    ? pool.getConnection()
                    : BorrowedConnections.lent(outer.forWriting().connection(), true, () -> {});
        });
    }

    @Override
    public boolean isInTransaction() {
        return current.get() != null;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void close() {
        pool.close();
    }
}

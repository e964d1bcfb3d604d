package io.brume.kernel.database;

import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * The database under every service that remembers. Thread-safe.
 *
 * <p>What {@link #write} returned from is on disk and survives {@code kill -9}. SQL is written once for both databases: the
 * portable part, types by Flyway's placeholders ({@code ${text}}, {@code ${blob}}, {@code ${serial}}), moments as epoch
 * milliseconds, {@code ON CONFLICT … DO …} instead of failing inserts, {@code RETURNING} where a value is wanted back.
 */
public sealed interface Database extends AutoCloseable permits SqliteDatabase, PostgresDatabase {

    /** What is done inside a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Transaction transaction) throws java.sql.SQLException;
    }

    /** The same without a result. */
    @FunctionalInterface
    interface Action {
        void in(Transaction transaction) throws java.sql.SQLException;
    }

    /** The database file of a folder, made and brought up to date where it is not. */
    static Database file(Path file) {
        return new SqliteDatabase(file);
    }

    /**
     * A PostgreSQL database, brought up to date.
     *
     * @param url a JDBC URL, with the user and the password among its parameters
     */
    static Database postgres(String url) {
        return new PostgresDatabase(url);
    }

    /** Reads one consistent state; inside a transaction, that transaction's own. */
    <T> T read(Work<T> work);

    /**
     * Changes something: all of it or, when the work throws, nothing. Inside a transaction it joins that one. Once it returns,
     * the change is durable and every later read sees it.
     *
     * <p>The work may run on another thread (SQLite has one writer) and, on PostgreSQL, a second time after a conflict: it
     * takes what it needs from the request's context beforehand and touches nothing but the transaction.
     */
    <T> T write(Work<T> work);

    /** {@link #write(Work)} without a result. */
    default void change(Action action) {
        boolean unused = write(transaction -> {
            action.in(transaction);
            return true;
        });
    }

    /** For libraries that want one. A connection taken inside a transaction is that transaction's and commits with it. */
    DataSource dataSource();

    /** Whether other processes may use the same database. */
    boolean isShared();

    /** Whether the calling thread is inside a transaction. */
    boolean isInTransaction();

    @Override
    void close();
}

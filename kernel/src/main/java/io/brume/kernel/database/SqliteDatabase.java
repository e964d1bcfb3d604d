package io.brume.kernel.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * One SQLite file with a write-ahead log, every commit synchronised to disk. Writes are queued for one thread, which commits
 * what has queued up meanwhile in one transaction, each work in a savepoint of its own: sixteen writers share one disk flush. A
 * writer that comes alone does not change threads. Readers have connections of their own and never wait for the writer.
 */
final class SqliteDatabase implements Database {

    private static final Logger log = LoggerFactory.getLogger(SqliteDatabase.class);

    private static final int READERS = 8;
    private static final int BATCH = 256;
    private static final Map<String, String> TYPES = Map.of(
            "text", "TEXT",
            "blob", "BLOB",
            "serial", "INTEGER PRIMARY KEY AUTOINCREMENT",
            "bool", "INTEGER",
            "clustered", "WITHOUT ROWID");

    private final String url;
    private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
    private final BlockingQueue<StatementCache> readers = new ArrayBlockingQueue<>(READERS);
    private final Semaphore permits = new Semaphore(READERS);
    private final ThreadLocal<Transaction> current = new ThreadLocal<>();

    /** Held while the one writing connection is used: by the writer, or by a library through {@link #dataSource()}. */
    private final ReentrantLock writing = new ReentrantLock(true);

    private final Connection writer;
    private final StatementCache statements;
    private final Checkpoints checkpoints;
    private final Thread thread;
    private volatile boolean closed;

    SqliteDatabase(Path file) {
        boolean isNew;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            isNew = Files.notExists(file);
            url = "jdbc:sqlite:" + file;
            writer = config(TransactionMode.IMMEDIATE).createConnection(url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new DatabaseException("the database " + file + " cannot be opened: " + e.getMessage(), e);
        }
        statements = new StatementCache(writer);
        try {
            migrate(isNew);
            pragma("wal_autocheckpoint = " + Checkpoints.MOST_PAGES);
            writer.setAutoCommit(false);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        checkpoints = new Checkpoints(config(TransactionMode.DEFERRED), url, writing);
        thread = Thread.ofPlatform().name("database-writer").daemon().start(this::writeForever);
    }

    /** A new file is flushed once, at the end: nothing in it is worth more than making it again. */
    private void migrate(boolean isNew) throws SQLException {
        if (isNew) {
            pragma("synchronous = OFF");
        }
        Migrations.run(new BorrowedConnections(() -> BorrowedConnections.lent(writer, false, () -> {})), TYPES);
        if (isNew) {
            pragma("synchronous = FULL");
            pragma("wal_checkpoint(TRUNCATE)");
        }
    }

    private void pragma(String pragma) throws SQLException {
        try (var statement = writer.createStatement()) {
            statement.execute("PRAGMA " + pragma);
        }
    }

    private static SQLiteConfig config(TransactionMode mode) {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setTransactionMode(mode);
        config.setCacheSize(-16_000);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setGetGeneratedKeys(false); // nobody asks for them, and finding them out costs every change
        return config;
    }

    /** A work that waits for the writer. */
    private record Pending<T>(Work<T> work, CompletableFuture<T> result) {}

    @Override
    public <T> T write(Work<T> work) {
        Transaction outer = current.get();
        if (outer != null) {
            return join(work, outer.forWriting());
        }
        if (closed) {
            throw new IllegalStateException("the database is closed");
        }
        var pending = new Pending<>(work, new CompletableFuture<T>());
        if (queue.isEmpty() && writing.tryLock()) {
            commit(List.of(pending));
        } else {
            queue.add(pending);
        }
        try {
            return pending.result.join();
        } catch (CompletionException e) {
            throw rethrown(e.getCause());
        }
    }

    /** The work's own exception; the caller's stack is added, since the exception comes from the writer's. */
    private static RuntimeException rethrown(@Nullable Throwable cause) {
        switch (cause) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case SQLException e -> throw new DatabaseException(e);
            case null, default -> throw new IllegalStateException(cause);
        }
    }

    private static <T> T join(Work<T> work, Transaction outer) {
        try {
            return work.in(outer);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private void writeForever() {
        List<Pending<?>> batch = new ArrayList<>();
        while (true) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                writing.lock();
                commit(batch);
                batch.clear();
            } catch (InterruptedException e) {
                queue.forEach(pending ->
                        pending.result.completeExceptionally(new IllegalStateException("the database is closed")));
                return;
            }
        }
    }

    /**
     * Commits and lets go of the lock, which must be held. Outcomes are told only after the commit, since only then are they
     * true.
     */
    private void commit(List<Pending<?>> batch) {
        List<Runnable> outcomes = new ArrayList<>();
        try {
            for (Pending<?> pending : batch) {
                outcomes.add(attempt(pending, batch.size() > 1));
            }
            writer.commit();
        } catch (Throwable e) {
            log.error("a commit failed", e);
            rollBack();
            batch.forEach(pending -> pending.result.completeExceptionally(e));
            return;
        } finally {
            writing.unlock();
        }
        checkpoints.committed();
        outcomes.forEach(Runnable::run);
    }

    private void rollBack() {
        try {
            writer.rollback();
        } catch (SQLException e) {
            log.error("a rollback failed", e);
        }
    }

    /** @param amongOthers whether others are in the same transaction, which a failure must leave alone */
    private <T> Runnable attempt(Pending<T> pending, boolean amongOthers) throws SQLException {
        Savepoint before = amongOthers ? writer.setSavepoint() : null;
        var transaction = new Transaction(statements, true);
        current.set(transaction);
        try {
            T value = pending.work.in(transaction);
            if (before != null) {
                writer.releaseSavepoint(before);
            }
            return () -> {
                transaction.committed();
                pending.result.complete(value);
            };
        } catch (Throwable e) {
            if (before != null) {
                writer.rollback(before);
                writer.releaseSavepoint(before);
            } else {
                writer.rollback();
            }
            return () -> pending.result.completeExceptionally(e);
        } finally {
            current.remove();
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        Transaction outer = current.get();
        if (outer != null) {
            return join(work, outer);
        }
        permits.acquireUninterruptibly();
        StatementCache reader = readers.poll();
        try {
            if (reader == null) {
                Connection connection = config(TransactionMode.DEFERRED).createConnection(url);
                connection.setAutoCommit(false);
                reader = new StatementCache(connection);
            }
            var transaction = new Transaction(reader, false);
            current.set(transaction);
            try {
                return work.in(transaction);
            } finally {
                current.remove();
                reader.connection().rollback();
                readers.add(reader);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        } finally {
            permits.release();
        }
    }

    @Override
    public DataSource dataSource() {
        return new BorrowedConnections(this::borrow);
    }

    private Connection borrow() throws SQLException {
        Transaction outer = current.get();
        if (outer != null) {
            return BorrowedConnections.lent(outer.forWriting().connection(), true, () -> {});
        }
        writing.lock();
        try {
            writer.setAutoCommit(true);
        } catch (SQLException e) {
            writing.unlock();
            throw e;
        }
        return BorrowedConnections.lent(writer, false, () -> {
            try {
                writer.setAutoCommit(false);
            } finally {
                writing.unlock();
            }
        });
    }

    @Override
    public boolean isInTransaction() {
        return current.get() != null;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
            checkpoints.close();
            for (StatementCache reader = readers.poll(); reader != null; reader = readers.poll()) {
                reader.connection().close();
            }
            writer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}

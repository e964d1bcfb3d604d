package io.brume.kernel.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * Copies the write-ahead log into the database while writers go on, which would otherwise wait for it every few dozen commits. What
 * they wrote meanwhile, which is little, is copied while they stand still, so that the log begins anew and does not grow.
 */
final class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    /** If copying lags that far behind, the writer does it itself: 64 MB. */
    static final int MOST_PAGES = 16_384;

    private static final int COMMITS = 512;

    private final SQLiteConfig config;
    private final String url;
    private final ReentrantLock writing;
    private final AtomicInteger commits = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    /** @param writing held by whoever writes */
    Checkpoints(SQLiteConfig config, String url, ReentrantLock writing) {
        this.config = config;
        this.url = url;
        this.writing = writing;
        thread = Thread.ofPlatform().name("database-checkpoints").daemon().start(this::copyForever);
    }

    /** Something was committed. */
    void committed() {
        if (commits.incrementAndGet() == COMMITS) {
            LockSupport.unpark(thread);
        }
    }

    private void copyForever() {
        while (!closed) {
            if (commits.get() < COMMITS) {
                LockSupport.park(this);
                continue;
            }
            try (Connection connection = config.createConnection(url)) {
                copy(connection);
                writing.lock();
                try {
                    copy(connection);
                    commits.set(0);
                } finally {
                    writing.unlock();
                }
            } catch (SQLException e) {
                commits.set(0);
                log.warn("the write-ahead log could not be copied: {}", e.getMessage());
            }
        }
    }

    private static void copy(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}

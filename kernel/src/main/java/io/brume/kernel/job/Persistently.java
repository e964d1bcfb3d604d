package io.brume.kernel.job;

import io.brume.kernel.database.DatabaseException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes that are tried again for half a minute while the database is away, so that it costs no job its result. */
final class Persistently {

    private static final int TRIES = 8;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    /** SQLite's codes for a file that is busy or locked, a disk that fails or is full. */
    private static final Set<Integer> SQLITE = Set.of(5, 6, 10, 13);

    private Persistently() {}

    static void write(Runnable write) {
        for (int attempt = 1; ; attempt++) {
            try {
                write.run();
                return;
            } catch (DatabaseException e) {
                if (attempt == TRIES || !mayPass(e)) {
                    throw e;
                }
                pause(Math.min(200L << attempt, LONGEST_PAUSE_MILLIS));
            }
        }
    }

    /** Whether it is the database that is unwell, and not the statement that is wrong. */
    private static boolean mayPass(DatabaseException failure) {
        if (!(failure.getCause() instanceof SQLException cause)) {
            return false;
        }
        @Nullable String state = cause.getSQLState();
        return cause instanceof SQLTransientException
                || (state == null
                        ? SQLITE.contains(cause.getErrorCode() & 0xff)
                        : state.startsWith("08") || state.startsWith("53") || state.startsWith("57"));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

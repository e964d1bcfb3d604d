package io.brume.kernel.database;

import java.sql.SQLException;

/** The database failed: a bug in a statement, a full disk, a lost connection. Never the caller's fault. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}

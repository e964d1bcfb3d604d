package io.brume.kernel.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose connections belong to somebody else: closing one gives it back. */
final class BorrowedConnections implements DataSource {

    /** Lends a connection. */
    @FunctionalInterface
    interface Lender {
        Connection lend() throws SQLException;
    }

    /** What happens when a connection is given back. */
    @FunctionalInterface
    interface GivenBack {
        void run() throws SQLException;
    }

    private final Lender lender;

    BorrowedConnections(Lender lender) {
        this.lender = lender;
    }

    /**
     * A connection that {@code close} does not close.
     *
     * @param joined whether it is part of a running transaction, whose end is not the borrower's to decide
     */
    static Connection lent(Connection connection, boolean joined, GivenBack givenBack) {
        var open = new boolean[] {true};
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    switch (method.getName()) {
                        case "close" -> {
                            if (open[0]) {
                                open[0] = false;
                                givenBack.run();
                            }
                            return null;
                        }
                        case "isClosed" -> {
                            return !open[0] || connection.isClosed();
                        }
                        case "commit", "rollback", "setAutoCommit" -> {
                            if (joined) {
                                return null;
                            }
                        }
                        default -> {}
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection() throws SQLException {
        return lender.lend();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return lender.lend();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps no " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}

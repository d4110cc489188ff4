package org.valija.sql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Hands out connections that hold a lock from their opening to their closing. */
final class TurnTakingDataSource implements DataSource {

    private final DataSource delegate;
    private final ReentrantLock turn;

    TurnTakingDataSource(DataSource delegate, ReentrantLock turn) {
        this.delegate = delegate;
        this.turn = turn;
    }

    /** The connection first, then the lock, as {@link Database} does: the other way round a small pool could be exhausted. */
    @Override
    public Connection getConnection() throws SQLException {
        return holding(delegate.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return holding(delegate.getConnection(username, password));
    }

    private Connection holding(Connection connection) throws SQLException {
        try {
            Turns.take(turn);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        boolean[] open = {true};
        return (Connection) Proxy.newProxyInstance(
                TurnTakingDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    } finally {
                        if (method.getName().equals("close") && open[0]) {
                            open[0] = false;
                            turn.unlock();
                        }
                    }
                });
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return delegate.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        delegate.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        delegate.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return delegate.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return delegate.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return delegate.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return delegate.isWrapperFor(type);
    }
}

package org.valija.sql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A real data source whose statements and commits somebody watches, to fail or to stop at one of them. */
public final class WatchedDataSource implements DataSource {

    private final DataSource inner;
    private final Watcher watcher;

    public WatchedDataSource(DataSource inner, Watcher watcher) {
        this.inner = inner;
        this.watcher = watcher;
    }

    /** Hears of what happens, on the thread on which it happens. */
    public interface Watcher {

        /** A statement is prepared; refuses it by throwing. */
        default void preparing(String sql) throws SQLException {}

        /** A transaction that prepared these statements is about to commit. */
        default void committing(List<String> statements) throws SQLException {}

        /** It has committed. */
        default void committed(List<String> statements) throws SQLException {}
    }

    @Override
    public Connection getConnection() throws SQLException {
        return proxy(Connection.class, new Watched(inner.getConnection()));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WatchedDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class Watched implements InvocationHandler {

        private final Connection connection;
        private final List<String> statements = new ArrayList<>();

        private Watched(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "prepareStatement":
                    String sql = String.valueOf(first(arguments));
                    statements.add(sql);
                    watcher.preparing(sql);
                    return call(connection, method, arguments);
                case "createStatement":
                    return statement(connection.createStatement());
                case "commit":
                    return commit(connection, method, arguments);
                default:
                    return call(connection, method, arguments);
            }
        }

        /** On SQLite a transaction is begun and ended by statements. */
        private Statement statement(Statement statement) {
            return proxy(Statement.class, (proxy, method, arguments) -> {
                if ("BEGIN IMMEDIATE".equals(first(arguments))) {
                    statements.clear();
                }
                return "COMMIT".equals(first(arguments))
                        ? commit(statement, method, arguments)
                        : call(statement, method, arguments);
            });
        }

        private @Nullable Object commit(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
            List<String> committed = List.copyOf(statements);
            statements.clear();
            watcher.committing(committed);
            Object result = call(target, method, arguments);
            watcher.committed(committed);
            return result;
        }
    }

    private static @Nullable Object first(Object @Nullable [] arguments) {
        return arguments == null || arguments.length == 0 ? null : arguments[0];
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("the user is the data source's");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not to be unwrapped");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}

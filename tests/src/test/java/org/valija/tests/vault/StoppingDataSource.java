package org.valija.tests.vault;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that recognises the vault's two transactions of a renewal by their statements, and stops for ever at a
 * point of one of them, or refuses one as a database does that is away.
 */
final class StoppingDataSource implements DataSource {

    private static final String INTENT = "intent_node = ?";
    private static final String STORE = "SET generation = generation + 1, last_refreshed_at";

    private final DataSource inner;
    private final Consumer<String> told;
    private volatile Optional<Point> stop = Optional.empty();
    private volatile boolean refusing;

    /** @param told hears the name of the point at which this has stopped, or of the refusal */
    StoppingDataSource(DataSource inner, Consumer<String> told) {
        this.inner = inner;
        this.told = told;
    }

    void stopAt(Point point) {
        stop = Optional.of(point);
    }

    /** The database is away whenever renewed tokens are to be stored. */
    void refuseToStore(boolean refuse) {
        refusing = refuse;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, new Watched(inner.getConnection()));
    }

    /** One connection: whether its transaction is one of the two. */
    private final class Watched implements InvocationHandler {

        private final Connection connection;
        private boolean intent;
        private boolean store;

        private Watched(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "prepareStatement" -> {
                    note(String.valueOf(first(arguments)));
                    yield call(connection, method, arguments);
                }
                case "createStatement" -> {
                    Statement statement = connection.createStatement();
                    InvocationHandler watched = (self, called, with) -> "COMMIT".equals(first(with))
                            ? committing(() -> call(statement, called, with))
                            : call(statement, called, with);
                    yield Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {Statement.class}, watched);
                }
                case "commit" -> committing(() -> call(connection, method, arguments));
                default -> call(connection, method, arguments);
            };
        }

        private void note(String sql) throws SQLException {
            intent |= sql.contains(INTENT);
            store |= sql.contains(STORE);
            if (store && refusing) {
                told.accept("refused");
                throw new SQLException("the database is away", "08006");
            }
        }

        private @Nullable Object committing(Call commit) throws Throwable {
            stopIf(store, Point.BEFORE_COMMIT);
            Object result = commit.run();
            stopIf(intent, Point.BEFORE_REQUEST);
            stopIf(store, Point.AFTER_COMMIT);
            intent = false;
            store = false;
            return result;
        }

        private void stopIf(boolean reached, Point point) throws InterruptedException {
            if (reached && stop.filter(point::equals).isPresent()) {
                told.accept(point.name());
                new CountDownLatch(1).await();
            }
        }
    }

    @FunctionalInterface
    private interface Call {
        @Nullable
        Object run() throws Throwable;
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
        throw new SQLException("not needed");
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
        throw new SQLException("wraps nothing that is asked for");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}

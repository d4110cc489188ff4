package org.valija.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A {@link DataSource} and its dialect, with the one way in which Valija's library opens transactions.
 *
 * <p>On SQLite a transaction takes the write lock at its beginning ({@code BEGIN IMMEDIATE}, with the driver's
 * auto-commit left on): a deferred transaction that reads first and writes later fails at once with
 * {@code SQLITE_BUSY_SNAPSHOT} whatever the busy timeout. Thread-safe.
 */
public final class Database {

    private final DataSource dataSource;
    private final Dialect dialect;

    private Database(DataSource dataSource, Dialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    /** Work with a connection that somebody else opens and closes. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Looks at the data source once to learn its dialect.
     *
     * @throws DatabaseException when it cannot be reached
     */
    public static Database of(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return new Database(dataSource, Dialect.of(connection));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    public Dialect dialect() {
        return dialect;
    }

    /**
     * Runs statements that need no common transaction: each commits by itself.
     *
     * @throws DatabaseException when the database refuses
     */
    public <T> T run(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Runs {@code work} in a transaction of its own, never in the caller's: committed when this returns, rolled back
     * when it throws.
     *
     * @throws DatabaseException when the database refuses
     */
    public <T> T inTransaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return dialect == Dialect.SQLITE
                    ? sqliteTransaction(connection, work)
                    : standardTransaction(connection, work);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static <T> T sqliteTransaction(Connection connection, Work<T> work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                T result = work.run(connection);
                statement.execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    statement.execute("ROLLBACK");
                } catch (SQLException rollback) {
                    e.addSuppressed(rollback);
                }
                throw e;
            }
        }
    }

    private static <T> T standardTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.rollback();
            } catch (SQLException rollback) {
                e.addSuppressed(rollback);
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}

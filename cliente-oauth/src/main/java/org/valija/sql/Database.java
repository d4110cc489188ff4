package org.valija.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * A {@link DataSource} and its dialect, with the one way in which Valija's library opens transactions.
 *
 * <p>On SQLite a transaction takes the write lock at its beginning ({@code BEGIN IMMEDIATE}, with the driver's
 * auto-commit left on): a deferred transaction that reads first and writes later fails at once with
 * {@code SQLITE_BUSY_SNAPSHOT} whatever the busy timeout. Transactions of one process take turns in the order of coming.
 * Thread-safe.
 */
public final class Database {

    /** By the file's address: two writers of a process take turns here, in the order of coming, instead of polling SQLite's lock. */
    private static final Map<String, ReentrantLock> WRITERS = new ConcurrentHashMap<>();

    private final DataSource dataSource;
    private final Dialect dialect;
    private final ReentrantLock writer;

    private Database(DataSource dataSource, Dialect dialect, ReentrantLock writer) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.writer = writer;
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
            return new Database(
                    dataSource,
                    Dialect.of(connection),
                    WRITERS.computeIfAbsent(connection.getMetaData().getURL(), address -> new ReentrantLock(true)));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    public Dialect dialect() {
        return dialect;
    }

    /**
     * Runs statements that only read, without a common transaction. What writes belongs into {@link #inTransaction}: on SQLite
     * it would not take its turn, and would wait inside the driver, where it keeps virtual threads from running.
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

    /**
     * The same for work of a single statement, which is a transaction of its own where the database allows it: that saves a
     * round trip.
     *
     * @param work one statement, or none
     * @throws DatabaseException when the database refuses
     */
    public <T> T inOneStatement(Work<T> work) {
        return dialect == Dialect.SQLITE ? inTransaction(work) : run(work);
    }

    /**
     * A view for a library that writes in its own way: on SQLite a connection of it holds the process's turn to write from
     * its opening to its closing, both on one thread. On PostgreSQL it is the data source itself.
     */
    public DataSource takingTurns() {
        return dialect == Dialect.SQLITE ? new TurnTakingDataSource(dataSource, writer) : dataSource;
    }

    private <T> T sqliteTransaction(Connection connection, Work<T> work) throws SQLException {
        Turns.take(writer);
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
        } finally {
            writer.unlock();
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

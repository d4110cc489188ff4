package org.valija.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

@ParameterizedClass
@EnumSource
class DatabaseTest {

    private final DataSource dataSource;
    private final Database database;

    @TempDir
    Path folder;

    DatabaseTest(TestDatabase kind) {
        this.dataSource = kind.create();
        this.database = Database.of(dataSource);
        execute("CREATE TABLE counter (n BIGINT, at " + (kind == TestDatabase.SQLITE ? "TEXT" : "TIMESTAMPTZ") + ")");
        execute("INSERT INTO counter (n) VALUES (0)");
    }

    @Test
    void whatThrowsLeavesNothingBehind() {
        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    setCounter(connection, 7);
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");

        assertThat(counter()).isZero();
    }

    @Test
    void readingAndThenWritingNeverLosesAnotherThreadsWrite() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> tenTimes = () -> {
                for (int i = 0; i < 10; i++) {
                    increment();
                }
                return true;
            };
            for (Future<Boolean> done : pool.invokeAll(List.of(tenTimes, tenTimes, tenTimes, tenTimes))) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(counter()).isEqualTo(40);
    }

    @Test
    void aLibrarysConnectionHoldsTheTurnOfSqliteUntilItIsClosed() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection library = database.takingTurns().getConnection()) {
            Future<?> waiting = other.submit(this::increment);

            assertThat(library.isClosed()).isFalse();
            if (database.dialect() == Dialect.SQLITE) {
                assertThatThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
                library.close();
            }

            waiting.get(10, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
        assertThat(counter()).isEqualTo(1);
    }

    @Test
    void whoIsInterruptedWhileWaitingForItsTurnWritesAllTheSame() throws Exception {
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            increment();
            stillInterrupted.complete(Thread.interrupted());
        });
        try (Connection library = database.takingTurns().getConnection()) {
            waiting.start();
            waiting.interrupt();
            assertThat(library.isClosed()).isFalse();
        }

        assertThat(stillInterrupted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(counter()).isEqualTo(1);
    }

    @Test
    void instantsComeBackToTheMillisecond() {
        Instant written = Instant.parse("2026-01-31T05:59:59.123Z");
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE counter SET at = ?")) {
                database.dialect().bind(update, 1, written.plusNanos(456_789));
                return update.executeUpdate();
            }
        });

        Optional<Instant> read = database.run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT at FROM counter")) {
                rows.next();
                return database.dialect().instant(rows, "at");
            }
        });

        assertThat(read).contains(written);
    }

    @Test
    void theDatabasesClockIsThisMachinesHere() {
        Instant now = database.run(connection -> database.dialect().now(connection));

        assertThat(Duration.between(now, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aFileThatCannotBeOpenedIsUnavailable() {
        SQLiteDataSource gone = new SQLiteDataSource();
        gone.setUrl("jdbc:sqlite:" + folder.resolve("missing/folder/valija.db"));

        assertThatThrownBy(() -> Database.of(gone))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.UNAVAILABLE));
    }

    @Test
    void aFileThatAnotherProgramKeepsLockedIsLocked() throws SQLException {
        Path file = folder.resolve("locked.db");
        DataSource patient = TestDatabase.sqlite(file);
        try (Connection holder = patient.getConnection();
                Statement statement = holder.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            SQLiteDataSource impatient = new SQLiteDataSource();
            impatient.setUrl("jdbc:sqlite:" + file);
            Database other = Database.of(impatient);

            assertThatThrownBy(() -> other.inTransaction(connection -> 1))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.LOCKED));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "53100, NOT_WRITABLE",
        "25006, NOT_WRITABLE",
        "53200, UNAVAILABLE",
        "53300, UNAVAILABLE",
        "57P01, UNAVAILABLE",
        "08006, UNAVAILABLE",
        "40P01, LOCKED",
        "55P03, LOCKED",
        "23505, OTHER",
    })
    void whatPostgresSaysIsToldApart(String state, DatabaseException.Kind kind) {
        assertThat(new DatabaseException(new SQLException("no", state)).kind()).isEqualTo(kind);
    }

    @Test
    void whatARefusedBatchWasToWriteIsNotRepeated() {
        assumeTrue(database.dialect() == Dialect.POSTGRESQL, "SQLite's driver does not repeat it");

        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    try (PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO counter (n) SELECT 1 / 0 WHERE length(?) > 0")) {
                        insert.setString(1, "juan.perez@bajio.example");
                        insert.addBatch();
                        return insert.executeBatch();
                    }
                }))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("database: ERROR: division by zero")
                .satisfies(thrown -> {
                    for (Throwable at = thrown; at != null; at = at.getCause()) {
                        assertThat(at.getMessage()).doesNotContain("juan.perez");
                    }
                });
    }

    private void increment() {
        database.inTransaction(connection -> {
            long seen = readCounter(connection, database.dialect() == Dialect.POSTGRESQL ? " FOR UPDATE" : "");
            return setCounter(connection, seen + 1);
        });
    }

    private long counter() {
        return database.run(connection -> readCounter(connection, ""));
    }

    private static long readCounter(Connection connection, String suffix) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT n FROM counter" + suffix)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static int setCounter(Connection connection, long n) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE counter SET n = ?")) {
            update.setLong(1, n);
            return update.executeUpdate();
        }
    }

    private void execute(String sql) {
        database.run(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}

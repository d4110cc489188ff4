package org.valija.outbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.sql.DataSource;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.valija.sql.TestDatabase;

/** A database whose own clock can be set, as a person or a time server sets a machine's. */
interface ShiftedDatabase {

    DataSource dataSource();

    /** From now on the database's clock is so far ahead of the true one. */
    void set(Duration ahead);

    static ShiftedDatabase of(TestDatabase kind, Path folder) {
        return kind == TestDatabase.SQLITE ? new File(folder) : new Server();
    }

    /** SQLite lets a program bring its own function for the time. */
    final class File extends SQLiteDataSource implements ShiftedDatabase {
        private static final DateTimeFormatter MILLIS =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

        private volatile Duration ahead = Duration.ZERO;

        File(Path folder) {
            super(((SQLiteDataSource) TestDatabase.sqlite(folder.resolve("valija.db"))).getConfig());
            setUrl("jdbc:sqlite:" + folder.resolve("valija.db"));
        }

        @Override
        public SQLiteConnection getConnection(String user, String password) throws SQLException {
            SQLiteConnection connection = super.getConnection(user, password);
            Function.create(connection, "strftime", new Function() {
                @Override
                protected void xFunc() throws SQLException {
                    result(MILLIS.format(Instant.now().plus(ahead)));
                }
            });
            return connection;
        }

        @Override
        public DataSource dataSource() {
            return this;
        }

        @Override
        public void set(Duration to) {
            ahead = to;
        }
    }

    /** On PostgreSQL a function of the same name goes before the server's own where the search path says so. */
    final class Server implements ShiftedDatabase {
        private final DataSource dataSource = TestDatabase.POSTGRESQL.create();

        Server() {
            execute("CREATE SCHEMA shifted");
            set(Duration.ZERO);
            execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = shifted, pg_catalog, public',"
                    + " current_database()); END $$");
        }

        @Override
        public DataSource dataSource() {
            return dataSource;
        }

        @Override
        public void set(Duration ahead) {
            execute("CREATE OR REPLACE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS"
                    + " 'SELECT pg_catalog.clock_timestamp() + interval ''" + ahead.toSeconds() + " seconds'''");
        }

        private void execute(String sql) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

package org.valija.outbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.valija.sql.TestDatabase;

/** What keeps a database from being written to, for a while. */
enum Hindrance {
    SQLITE_MAY_NOT_GROW {
        @Override
        Hindered on(Path folder) {
            return new HinderedFile(folder) {
                @Override
                SQLiteConnection connect(SQLiteConnection connection) throws SQLException {
                    // It cannot be less than there are: none is to be had.
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("PRAGMA max_page_count = 1");
                    }
                    return connection;
                }
            };
        }
    },
    SQLITE_READ_ONLY {
        @Override
        Hindered on(Path folder) {
            return new HinderedFile(folder) {
                @Override
                SQLiteConnection connect(SQLiteConnection connection) throws SQLException {
                    connection.close();
                    SQLiteConfig reading = new SQLiteConfig();
                    reading.setReadOnly(true);
                    return (SQLiteConnection) reading.createConnection(getUrl());
                }
            };
        }
    },
    SQLITE_DISK_FULL {
        @Override
        Hindered on(Path folder) {
            return new FullDisk(8) {
                @Override
                DataSource create(SmallDisk disk) {
                    return TestDatabase.sqlite(disk.path().resolve("valija.db"));
                }
            };
        }
    },
    POSTGRESQL_READ_ONLY {
        @Override
        Hindered on(Path folder) {
            return new ReadOnlyByDefault();
        }
    },
    POSTGRESQL_DISK_FULL {
        @Override
        Hindered on(Path folder) {
            return new FullTablespace();
        }
    };

    /** Opens an empty database that can be hindered; it is not yet. */
    abstract Hindered on(Path folder);

    /** A database that takes what is written, or does not. */
    interface Hindered extends AutoCloseable {
        DataSource dataSource();

        void hinder();

        void free();

        @Override
        void close();
    }

    private static void execute(DataSource dataSource, String... statements) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A SQLite file whose connections are hindered from their opening on. */
    private abstract static class HinderedFile extends SQLiteDataSource implements Hindered {
        private volatile boolean hindered;

        HinderedFile(Path folder) {
            super(((SQLiteDataSource) TestDatabase.sqlite(folder.resolve("valija.db"))).getConfig());
            setUrl("jdbc:sqlite:" + folder.resolve("valija.db"));
        }

        abstract SQLiteConnection connect(SQLiteConnection connection) throws SQLException;

        @Override
        public SQLiteConnection getConnection(String user, String password) throws SQLException {
            SQLiteConnection connection = super.getConnection(user, password);
            return hindered ? connect(connection) : connection;
        }

        @Override
        public DataSource dataSource() {
            return this;
        }

        @Override
        public void hinder() {
            hindered = true;
        }

        @Override
        public void free() {
            hindered = false;
        }

        @Override
        public void close() {}
    }

    /** On a disk of its own. One connection stays open, as in a pool: the last to close takes SQLite's log with it. */
    private abstract static class FullDisk implements Hindered {
        private final SmallDisk disk;
        private final DataSource dataSource;
        private final Connection kept;

        FullDisk(int megabytes) {
            Optional<SmallDisk> mounted = SmallDisk.mount(megabytes);
            assumeTrue(mounted.isPresent(), "this process may not mount a small disk");
            disk = mounted.get();
            try {
                dataSource = create(disk);
                kept = dataSource.getConnection();
                try (Statement statement = kept.createStatement()) {
                    statement.execute("CREATE TABLE kept (n INTEGER)");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        abstract DataSource create(SmallDisk disk);

        @Override
        public DataSource dataSource() {
            return dataSource;
        }

        @Override
        public void hinder() {
            disk.fill();
        }

        @Override
        public void free() {
            disk.empty();
        }

        @Override
        public void close() {
            try {
                kept.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } finally {
                disk.close();
            }
        }
    }

    /** A database in a tablespace on a disk of its own; the server's own log is elsewhere. */
    private static final class FullTablespace extends FullDisk {
        private static final String NAME = "small_disk";
        private static final DataSource SERVER = TestDatabase.POSTGRESQL.create();

        FullTablespace() {
            super(64);
        }

        @Override
        DataSource create(SmallDisk disk) {
            Path place;
            try {
                place = disk.folder("tablespace", Files.getOwner(dataDirectory()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            execute(
                    SERVER,
                    "CREATE TABLESPACE " + NAME + " LOCATION '" + place + "'",
                    "CREATE DATABASE " + NAME + " TABLESPACE " + NAME);
            PGSimpleDataSource server = (PGSimpleDataSource) SERVER;
            PGSimpleDataSource small = new PGSimpleDataSource();
            small.setServerNames(server.getServerNames());
            small.setPortNumbers(server.getPortNumbers());
            small.setUser(server.getUser());
            small.setDatabaseName(NAME);
            return small;
        }

        private static Path dataDirectory() {
            try (Connection connection = SERVER.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SHOW data_directory")) {
                rows.next();
                return Path.of(rows.getString(1));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Else the server would look for its files at its next checkpoint. */
        @Override
        public void close() {
            execute(SERVER, "DROP DATABASE " + NAME + " WITH (FORCE)", "DROP TABLESPACE " + NAME);
            super.close();
        }
    }

    /** As a database is that was switched over to a standby. */
    private static final class ReadOnlyByDefault implements Hindered {
        private final DataSource dataSource = TestDatabase.POSTGRESQL.create();

        @Override
        public DataSource dataSource() {
            return dataSource;
        }

        @Override
        public void hinder() {
            execute(dataSource, set("ON"));
        }

        @Override
        public void free() {
            execute(dataSource, "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", set("OFF"));
        }

        private static String set(String value) {
            return "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = " + value
                    + "', current_database()); END $$";
        }

        @Override
        public void close() {}
    }
}

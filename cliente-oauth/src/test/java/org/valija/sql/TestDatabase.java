package org.valija.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The databases that the library's tests run on: each {@link #create()} gives an empty one. */
public enum TestDatabase {
    SQLITE {
        @Override
        public DataSource create() {
            try {
                Path file = Files.createTempDirectory("valija-test").resolve("valija.db");
                file.toFile().deleteOnExit();
                return sqlite(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    POSTGRESQL {
        @Override
        public DataSource create() {
            String name = "test" + COUNTER.incrementAndGet();
            try (Connection connection = postgres().getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setURL(postgres().getJdbcUrl("postgres", name));
            return dataSource;
        }
    };

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    /** An empty database without tables. */
    public abstract DataSource create();

    /** An empty database with the library's tables. */
    public DataSource migrated() {
        DataSource dataSource = create();
        Schema.migrate(dataSource);
        return dataSource;
    }

    /** A SQLite file as the service opens it. */
    public static DataSource sqlite(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.enforceForeignKeys(true);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    private static synchronized EmbeddedPostgres postgres() {
        EmbeddedPostgres running = server;
        if (running == null) {
            try {
                running = EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                server = running;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }
}

package org.valija.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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

        @Override
        DataSource copy(DataSource template) {
            Path from = Path.of(((SQLiteDataSource) template).getUrl().substring("jdbc:sqlite:".length()));
            if (Files.exists(Path.of(from + "-wal"))) {
                throw new IllegalStateException(from + " is still open");
            }
            SQLiteDataSource made = (SQLiteDataSource) create();
            try {
                Files.copy(from, Path.of(made.getUrl().substring("jdbc:sqlite:".length())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return made;
        }
    },
    POSTGRESQL {
        @Override
        public DataSource create() {
            return create("");
        }

        @Override
        DataSource copy(DataSource template) {
            return create(" TEMPLATE " + ((PGSimpleDataSource) template).getDatabaseName());
        }

        private DataSource create(String from) {
            String name = "test" + COUNTER.incrementAndGet();
            try (Connection connection = postgres().getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name + from);
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

    /** Migrated once, by the names of their tables. */
    private final Map<String, DataSource> templates = new ConcurrentHashMap<>();

    /** An empty database without tables. */
    public abstract DataSource create();

    /** A database of the same content as one that nobody has open. */
    abstract DataSource copy(DataSource template);

    /** An empty database with the library's tables. */
    public DataSource migrated() {
        return migrated("library", Schema::migrate);
    }

    /**
     * A database of its own as {@code migration} leaves an empty one: that runs once in a process, and each database is a copy
     * of what it made.
     *
     * @param tables a name for what it makes
     */
    public DataSource migrated(String tables, Consumer<DataSource> migration) {
        return copy(templates.computeIfAbsent(tables, name -> {
            DataSource made = create();
            migration.accept(made);
            return made;
        }));
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

package org.valija.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** An empty PostgreSQL and an empty SQLite file, both durable at every commit. Without tables, and without a pool. */
final class Databases implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final DataSource sqlite;

    private Databases(EmbeddedPostgres postgres, DataSource sqlite) {
        this.postgres = postgres;
        this.sqlite = sqlite;
    }

    /** Starts them with their files in a folder, which must stay until {@link #close()}. */
    static Databases start(Path folder) throws IOException {
        Path work = Files.createDirectories(folder.resolve("postgres"));
        // As it comes, it is a database for tests: both are off.
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(work.resolve("programs").toFile())
                .setDataDirectory(work.resolve("data"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        return new Databases(postgres, sqlite(folder.resolve("valija.db")));
    }

    /** A SQLite file as the service opens it. */
    static DataSource sqlite(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.enforceForeignKeys(true);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    DataSource sqlite() {
        return sqlite;
    }

    /** A database of its own, empty, on the same server. */
    DataSource postgres(String name) {
        try (Connection connection = postgres().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return postgres.getDatabase("postgres", name);
    }

    DataSource postgres() {
        return postgres.getPostgresDatabase();
    }

    /** What each database says of its durability, in its own words. */
    List<String> durability() throws SQLException {
        return List.of(
                "PostgreSQL "
                        + answers(
                                postgres(),
                                "SHOW server_version",
                                "SHOW fsync",
                                "SHOW synchronous_commit",
                                "SHOW full_page_writes"),
                "SQLite " + answers(sqlite(), "SELECT sqlite_version()", "PRAGMA journal_mode", "PRAGMA synchronous"));
    }

    private static String answers(DataSource dataSource, String... questions) throws SQLException {
        List<String> said = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String question : questions) {
                try (ResultSet row = statement.executeQuery(question)) {
                    if (!row.next()) {
                        throw new SQLException("no answer to " + question);
                    }
                    String name = row.getMetaData().getColumnLabel(1);
                    said.add(name + "=" + row.getString(1));
                }
            }
        }
        return String.join(", ", said);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}

package org.valija.server.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A PostgreSQL server of a test's own, which can go away and come back with what it holds. Its user is {@code postgres}. */
public final class OwnPostgres implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres running;
    private int databases;

    /** Started; each of its databases has the tables of an installation. */
    public OwnPostgres(Path data) {
        this.data = data;
        this.running = start(0);
        ServerSchema.migrate(running.getTemplateDatabase());
    }

    private EmbeddedPostgres start(int port) {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("synchronous_commit", "on")
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a database is that nobody else uses. */
    public String newDatabase() {
        String name = "own" + ++databases;
        execute("CREATE DATABASE " + name);
        return running.getJdbcUrl("postgres", name);
    }

    /** Connects to the server's first database. */
    public DataSource dataSource() {
        return running.getPostgresDatabase();
    }

    public void execute(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Goes away, as at a restart of its machine. */
    public void stop() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Comes back at the same address. */
    public void startAgain() {
        running = start(running.getPort());
    }

    @Override
    public void close() {
        stop();
    }
}

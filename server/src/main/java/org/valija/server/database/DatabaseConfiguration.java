package org.valija.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.valija.server.ValijaProperties;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/** Opens the database and brings its tables up to date. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    private static final int BUSY_MILLIS = 10_000;
    private static final long CONNECT_MILLIS = Duration.ofSeconds(10).toMillis();

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(ValijaProperties properties) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("valija");
        pool.setConnectionTimeout(CONNECT_MILLIS);
        pool.setMaximumPoolSize(10);
        pool.setMinimumIdle(1);
        if (properties.database().url().isPresent()) {
            pool.setJdbcUrl(properties.database().url().get());
            pool.setUsername(properties.database().username());
            Optional.ofNullable(properties.database().passwordFile()).ifPresent(file -> pool.setPassword(read(file)));
        } else {
            createIfMissing(properties.sqliteFile());
            pool.setDataSource(sqlite(properties.sqliteFile()));
        }
        return new HikariDataSource(pool);
    }

    @Bean
    Database database(DataSource dataSource) {
        return ServerSchema.migrate(dataSource);
    }

    /** How free pages are given back can only be said before the first page is written. */
    private static void createIfMissing(Path file) {
        if (Files.exists(file)) {
            return;
        }
        SQLiteDataSource plain = new SQLiteDataSource();
        plain.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Durable at every commit, and patient with whoever holds the one write lock. */
    private static SQLiteDataSource sqlite(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The database password cannot be read from " + file, e);
        }
    }
}

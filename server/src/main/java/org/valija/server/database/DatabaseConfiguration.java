package org.valija.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.valija.server.ValijaProperties;
import org.valija.sql.Database;

/** Opens the database and brings its tables up to date. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

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
            SqliteFiles.createIfMissing(properties.sqliteFile());
            pool.setDataSource(SqliteFiles.open(properties.sqliteFile()));
        }
        return new HikariDataSource(pool);
    }

    @Bean
    Database database(DataSource dataSource) {
        return ServerSchema.migrate(dataSource);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The database password cannot be read from " + file, e);
        }
    }
}

package org.valija.tests.process;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;
import org.valija.sql.TestDatabase;

/** How a node, which is another process, comes to the test's database. */
public final class Connections {

    private static final String SQLITE = "jdbc:sqlite:";

    private Connections() {}

    /** The address of a database that {@link TestDatabase} made. */
    public static String url(DataSource dataSource) {
        return switch (dataSource) {
            case SQLiteDataSource sqlite -> sqlite.getUrl();
            case PGSimpleDataSource postgres -> {
                // The driver leaves the user out of what it gives back.
                String url = postgres.getURL();
                yield url + (url.contains("?") ? "&" : "?") + "user=" + postgres.getUser();
            }
            default -> throw new IllegalArgumentException("neither SQLite nor PostgreSQL: " + dataSource);
        };
    }

    public static DataSource open(String url) {
        if (url.startsWith(SQLITE)) {
            return TestDatabase.sqlite(Path.of(url.substring(SQLITE.length())));
        }
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setURL(url);
        return postgres;
    }

    /** A pool of the service's size: many threads share ten connections. */
    public static DataSource pooled(DataSource dataSource) {
        HikariConfig pool = new HikariConfig();
        pool.setMaximumPoolSize(10);
        pool.setMinimumIdle(1);
        pool.setDataSource(dataSource);
        return new HikariDataSource(pool);
    }
}

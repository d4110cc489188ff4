package org.valija.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** Databases with the tables of an installation, and nothing in them. The tables are made once in a process, then copied. */
public final class InstalledDatabase {

    /** More than any test works with at once. */
    private static final int OPEN = 4;

    private static final int CONNECTIONS = 20;

    private static final Deque<HikariDataSource> POOLS = new ArrayDeque<>();

    private InstalledDatabase() {}

    /** One of its own, for whoever tests a table; its connections are pooled, as the service's are. */
    public static Database of(TestDatabase kind) {
        return Database.of(pooled(source(kind)));
    }

    /** The same, for whoever opens it in a way of their own. */
    public static DataSource source(TestDatabase kind) {
        return kind.migrated("server", ServerSchema::migrate);
    }

    /** Where a service finds one of its own on PostgreSQL; its user is {@code postgres}. */
    public static String onPostgres() {
        return ((PGSimpleDataSource) source(TestDatabase.POSTGRESQL)).getURL();
    }

    /** Nobody says when a test is done with its database: the pools of those before the last few are closed. */
    private static synchronized DataSource pooled(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(CONNECTIONS);
        HikariDataSource pool = new HikariDataSource(config);
        POOLS.addLast(pool);
        if (POOLS.size() > OPEN) {
            POOLS.removeFirst().close();
        }
        return pool;
    }
}

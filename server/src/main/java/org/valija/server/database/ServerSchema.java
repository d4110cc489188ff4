package org.valija.server.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.valija.sql.Database;
import org.valija.sql.Schema;

/** The tables of an installation: the library's first, then the service's own. */
public final class ServerSchema {

    private ServerSchema() {}

    /**
     * Creates what is missing. Several processes may do so at once.
     *
     * @return the database, ready for use
     */
    public static Database migrate(DataSource dataSource) {
        Schema.migrate(dataSource);
        Database database = Database.of(dataSource);
        flyway(dataSource, database).migrate();
        return database;
    }

    /** Whether all tables are there as this version has them. */
    public static boolean isCurrent(DataSource dataSource) {
        MigrationInfoService known = flyway(dataSource, Database.of(dataSource)).info();
        return known.current() != null && known.pending().length == 0;
    }

    private static Flyway flyway(DataSource dataSource, Database database) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration/" + database.dialect().folder())
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .table("server_schema")
                .load();
    }
}

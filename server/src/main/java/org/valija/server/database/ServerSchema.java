package org.valija.server.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration/" + database.dialect().folder())
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .table("server_schema")
                .load()
                .migrate();
        return database;
    }
}

package org.valija.server.documents;

import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import org.valija.sql.TestDatabase;

/** The same on PostgreSQL. */
class DocumentsOnPostgresTest extends DocumentsTest {

    @Override
    Map<String, Object> database() {
        PGSimpleDataSource postgres = (PGSimpleDataSource) TestDatabase.POSTGRESQL.create();
        return Map.of("valija.database.url", postgres.getURL(), "valija.database.username", "postgres");
    }
}

package org.valija.server.documents;

import java.util.Map;
import org.valija.server.database.InstalledDatabase;

/** The same on PostgreSQL. */
class DocumentsOnPostgresTest extends DocumentsTest {

    @Override
    Map<String, Object> database() {
        return Map.of("valija.database.url", InstalledDatabase.onPostgres(), "valija.database.username", "postgres");
    }
}

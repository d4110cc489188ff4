package org.valija.server;

import java.util.Map;
import org.valija.server.database.InstalledDatabase;

/** The same on PostgreSQL. */
class DocumentSendingOnPostgresTest extends DocumentSendingTest {

    @Override
    void chooseDatabase(Map<String, Object> properties) {
        properties.put("valija.database.url", InstalledDatabase.onPostgres());
        properties.put("valija.database.username", "postgres");
    }
}

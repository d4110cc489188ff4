package org.valija.server.api;

import java.util.Map;
import org.valija.server.database.InstalledDatabase;

/** The same on PostgreSQL, where transactions run beside each other. */
class ApiMessagesOnPostgresTest extends ApiMessagesTest {

    @Override
    Map<String, Object> database() {
        return Map.of("valija.database.url", InstalledDatabase.onPostgres(), "valija.database.username", "postgres");
    }
}

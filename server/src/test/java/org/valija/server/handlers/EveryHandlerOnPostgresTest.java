package org.valija.server.handlers;

import org.valija.sql.TestDatabase;

/** The same on PostgreSQL, which refuses some texts that SQLite takes. */
class EveryHandlerOnPostgresTest extends EveryHandlerTest {

    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRESQL;
    }
}

package org.valija.server.handlers;

import java.util.Map;
import org.valija.server.handlers.Visitor.Body;
import org.valija.sql.TestDatabase;

/**
 * Every handler on PostgreSQL, which refuses texts and numbers that SQLite takes. Only calls that get as far as the database are
 * made here: who has no session, no token of the forms or no form at all is turned away before, by the same code whatever the
 * database is, and {@link EveryHandlerTest} shows that.
 */
class EveryHandlerOnPostgresTest extends HandlerCalls {

    @Override
    TestDatabase database() {
        return TestDatabase.POSTGRESQL;
    }

    @Override
    Map<String, Body> bodies(Endpoint endpoint) {
        return endpoint.json() ? BadBodies.json() : BadBodies.forms(endpoint);
    }
}

package org.valija.server.consent;

import org.springframework.stereotype.Component;
import org.valija.server.web.Attention;
import org.valija.sql.DatabaseException;

/** Tells who asked for authorisations that they were given, or that nobody gave them in time. */
@Component
class ConsentAttention implements Attention {

    private final ConsentRequests requests;

    ConsentAttention(ConsentRequests requests) {
        this.requests = requests;
    }

    @Override
    public String path() {
        return ConsentRequestController.PATH;
    }

    @Override
    public long count() {
        try {
            return requests.unnoticed();
        } catch (DatabaseException e) {
            // The page says so by itself, if it needs the database.
            return 0;
        }
    }

    @Override
    public String key() {
        return "consent.nav.attention";
    }
}

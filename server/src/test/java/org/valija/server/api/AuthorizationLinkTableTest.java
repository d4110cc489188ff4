package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.ServerSchema;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class AuthorizationLinkTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

    private final AuthorizationLinkTable links;

    AuthorizationLinkTableTest(TestDatabase database) {
        this.links = new AuthorizationLinkTable(ServerSchema.migrate(database.create()));
    }

    @Test
    void whatWasWrittenIsRead() {
        AuthorizationLink link = link("one", NOON.plusSeconds(1));

        links.insert(link, "hash", NOON);

        assertThat(links.find("one")).hasValue(link);
        assertThat(links.byHash("hash")).hasValue(link);
        assertThat(links.find("hash")).isEmpty();
        assertThat(links.byHash("one")).isEmpty();
    }

    @Test
    void aRefusalIsRemembered() {
        links.insert(link("one", NOON.plusSeconds(1)), "hash", NOON);

        links.refused("one", NOON.plusMillis(5));

        assertThat(links.find("one").orElseThrow().refusedAt()).hasValue(NOON.plusMillis(5));
    }

    @Test
    void whatEndedLongAgoIsForgottenWithTheNextOne() {
        links.insert(link("old", NOON.minusMillis(1)), "old", NOON.minusSeconds(9));
        links.insert(link("ends now", NOON), "now", NOON.minusSeconds(9));

        links.insert(link("new", NOON.plusSeconds(1)), "new", NOON);

        assertThat(links.find("old")).isEmpty();
        assertThat(links.find("ends now")).isPresent();
        assertThat(links.find("new")).isPresent();
    }

    private static AuthorizationLink link(String id, Instant expiresAt) {
        return new AuthorizationLink(
                id, 7, "Nómina", "ANA", 1, "ana@bajio.example", NOON.minusSeconds(60), expiresAt, Optional.empty());
    }
}

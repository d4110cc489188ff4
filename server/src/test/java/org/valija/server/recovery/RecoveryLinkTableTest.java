package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class RecoveryLinkTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final Instant END = NOON.plus(Duration.ofMinutes(30));
    private static final RecoveryLink OF_ANA = new RecoveryLink("a", "ANA", "mark", 7, END);

    private final Database database;
    private final RecoveryLinkTable links;

    RecoveryLinkTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.links = new RecoveryLinkTable(database);
    }

    @Test
    void whatWasWrittenIsReadUntilItExpires() {
        insert(OF_ANA);

        assertThat(links.find("a", NOON)).hasValue(OF_ANA);
        assertThat(links.find("a", END.minusMillis(1))).hasValue(OF_ANA);
        assertThat(links.find("a", END)).isEmpty();
        assertThat(links.find("A", NOON)).isEmpty();
    }

    @Test
    void ofSeveralWhoTakeALinkOneDoes() throws Exception {
        insert(OF_ANA);
        Callable<Boolean> take = () -> take("a", NOON);
        int taken = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> all = new ArrayList<>(Collections.nCopies(8, take));
            for (Future<Boolean> one : pool.invokeAll(all)) {
                taken += one.get() ? 1 : 0;
            }
        }

        assertThat(taken).isEqualTo(1);
        assertThat(links.find("a", NOON)).isEmpty();
    }

    @Test
    void oneThatHasExpiredIsNotTaken() {
        insert(OF_ANA);

        assertThat(take("a", END)).isFalse();
        assertThat(links.expired(END, 10)).containsExactly(OF_ANA);
    }

    @Test
    void aUsersLinksEndTogetherAndNoOthers() {
        insert(OF_ANA);
        insert(new RecoveryLink("b", "ANA", "mark", 8, END));
        insert(new RecoveryLink("c", "LUIS", "mark", 9, END));

        database.inTransaction(connection -> {
            links.deleteOfUser(connection, "ANA");
            return true;
        });

        assertThat(links.find("a", NOON)).isEmpty();
        assertThat(links.find("b", NOON)).isEmpty();
        assertThat(links.find("c", NOON)).isPresent();
    }

    @Test
    void thoseThatHaveExpiredComeTheOldestFirst() {
        RecoveryLink older = new RecoveryLink("o", "ANA", "mark", 1, NOON);
        insert(OF_ANA);
        insert(older);

        assertThat(links.expired(NOON, 10)).containsExactly(older);
        assertThat(links.expired(END, 10)).containsExactly(older, OF_ANA);
        assertThat(links.expired(END, 1)).containsExactly(older);
        links.delete("o");
        assertThat(links.expired(END, 10)).containsExactly(OF_ANA);
    }

    private void insert(RecoveryLink link) {
        database.inTransaction(connection -> {
            links.insert(connection, link);
            return true;
        });
    }

    private boolean take(String tokenHash, Instant now) {
        return database.inTransaction(connection -> links.take(connection, tokenHash, now));
    }
}

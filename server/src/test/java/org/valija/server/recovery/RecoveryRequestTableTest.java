package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
class RecoveryRequestTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final URI CONSOLE = URI.create("https://correo.bajio.example/");
    private static final Locale MEXICO = Locale.of("es", "MX");

    private final Database database;
    private final RecoveryRequestTable requests;

    RecoveryRequestTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.requests = new RecoveryRequestTable(database);
    }

    @Test
    void theOldestComeFirstAsTheyWereWritten() {
        RecoveryRequest late = RecoveryRequest.of("b", CONSOLE, Locale.ENGLISH, NOON.plusSeconds(1));
        RecoveryRequest early = RecoveryRequest.of("a", CONSOLE, MEXICO, NOON);
        requests.insert(late);
        requests.insert(early);

        assertThat(requests.oldest(10)).containsExactly(early, late);
        assertThat(requests.oldest(1)).containsExactly(early);
    }

    @Test
    void askingTwiceIsTwoRequests() {
        requests.insert(RecoveryRequest.of("a", CONSOLE, MEXICO, NOON));
        requests.insert(RecoveryRequest.of("a", CONSOLE, MEXICO, NOON));

        assertThat(requests.oldest(10)).hasSize(2);
    }

    @Test
    void ofSeveralWhoTakeARequestOneDoes() throws Exception {
        RecoveryRequest request = RecoveryRequest.of("a", CONSOLE, MEXICO, NOON);
        requests.insert(request);
        Callable<Boolean> take = () -> requests.take(request.id());
        int taken = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> all = new ArrayList<>(Collections.nCopies(8, take));
            for (Future<Boolean> one : pool.invokeAll(all)) {
                taken += one.get() ? 1 : 0;
            }
        }

        assertThat(taken).isEqualTo(1);
        assertThat(requests.oldest(10)).isEmpty();
    }

    @Test
    void whatIsTakenInATransactionThatFailsIsStillThere() {
        RecoveryRequest request = RecoveryRequest.of("a", CONSOLE, MEXICO, NOON);
        requests.insert(request);

        try {
            database.inTransaction(connection -> {
                assertThat(requests.take(connection, request.id())).isTrue();
                throw new IllegalStateException("the mail could not be handed over");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessageContaining("handed over");
        }

        assertThat(requests.oldest(10)).containsExactly(request);
    }
}

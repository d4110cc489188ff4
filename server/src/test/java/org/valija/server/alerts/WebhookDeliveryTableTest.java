package org.valija.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class WebhookDeliveryTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

    private final Database database;
    private final WebhookDeliveryTable deliveries;

    WebhookDeliveryTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.deliveries = new WebhookDeliveryTable(database);
    }

    @Test
    void whatWasWrittenIsReadAndDueAtOnce() {
        long id = insert("evt_1");

        WebhookDelivery read = deliveries.find(id).orElseThrow();
        assertThat(read.eventId()).isEqualTo("evt_1");
        assertThat(read.kind()).isEqualTo(EventKind.WEBHOOK_TEST);
        assertThat(read.body()).isEqualTo("{\"ñ\":1}");
        assertThat(read.attempts()).isZero();
        assertThat(read.nextAt()).hasValue(NOON);
        assertThat(read.standing()).isEqualTo("WAITING");
        assertThat(deliveries.due(NOON, 9)).containsExactly(read);
        assertThat(deliveries.due(NOON.minusMillis(1), 9)).isEmpty();
    }

    @Test
    void oneTriesItAtATimeAndAnAbandonedTryIsTakenOver() {
        long id = insert("evt_1");

        assertThat(deliveries.claim(id, 0, NOON, NOON.minusSeconds(60))).isTrue();
        assertThat(deliveries.claim(id, 0, NOON.plusSeconds(9), NOON.minusSeconds(51)))
                .isFalse();
        assertThat(deliveries.claim(id, 0, NOON.plusSeconds(61), NOON.plusSeconds(1)))
                .isTrue();

        deliveries.failed(id, Optional.of(500), "HTTP 500", NOON, Optional.of(NOON.plusSeconds(10)));
        assertThat(deliveries.claim(id, 0, NOON, NOON))
                .as("read before somebody else's try")
                .isFalse();
        assertThat(deliveries.claim(id, 1, NOON, NOON)).isTrue();
    }

    @Test
    void oneThatIsGivenBackIsAsItWasUnlessSomebodyElseHasTakenIt() {
        long id = insert("evt_1");
        deliveries.claim(id, 0, NOON, NOON.minusSeconds(60));

        deliveries.release(id, 0, NOON.minusSeconds(1));
        assertThat(deliveries.claim(id, 0, NOON.plusSeconds(1), NOON.minusSeconds(59)))
                .as("taken at another time")
                .isFalse();
        deliveries.release(id, 0, NOON);

        assertThat(deliveries.find(id).orElseThrow().attempts()).isZero();
        assertThat(deliveries.due(NOON, 9)).hasSize(1);
        assertThat(deliveries.claim(id, 0, NOON.plusSeconds(1), NOON.minusSeconds(59)))
                .isTrue();
    }

    @Test
    void whatFailsIsDueLaterAndWhatArrivedOrIsGivenUpNeverAgain() {
        long late = insert("evt_1");
        long arrived = insert("evt_2");
        long given = insert("evt_3");
        deliveries.failed(late, Optional.empty(), "refused", NOON, Optional.of(NOON.plusSeconds(10)));
        deliveries.delivered(arrived, 204, NOON.plusSeconds(1));
        deliveries.failed(given, Optional.of(410), "HTTP 410", NOON, Optional.empty());

        assertThat(deliveries.due(NOON.plusSeconds(9), 9)).isEmpty();
        assertThat(deliveries.due(NOON.plusSeconds(10), 9))
                .extracting(WebhookDelivery::id)
                .containsExactly(late);
        assertThat(deliveries.latest(9))
                .extracting(WebhookDelivery::standing)
                .containsExactly("GIVEN_UP", "DELIVERED", "AGAIN");
        WebhookDelivery read = deliveries.find(arrived).orElseThrow();
        assertThat(read.deliveredAt()).hasValue(NOON.plusSeconds(1));
        assertThat(read.status()).hasValue(204);
        assertThat(read.attempts()).isEqualTo(1);
    }

    @Test
    void whatIsOwedIsCountedFromTheOldestOn() {
        assertThat(deliveries.owed()).isEqualTo(new WebhookDeliveryTable.Owed(0, Optional.empty()));
        long arrived = insert("evt_1");
        long late = database.inTransaction(connection ->
                deliveries.insert(connection, "evt_2", EventKind.WEBHOOK_TEST, "{}", NOON.plusSeconds(1)));
        long given = database.inTransaction(connection ->
                deliveries.insert(connection, "evt_3", EventKind.WEBHOOK_TEST, "{}", NOON.plusSeconds(2)));
        assertThat(deliveries.owed()).isEqualTo(new WebhookDeliveryTable.Owed(3, Optional.of(NOON)));

        deliveries.delivered(arrived, 204, NOON);
        deliveries.failed(late, Optional.of(500), "HTTP 500", NOON, Optional.of(NOON.plusSeconds(99)));
        deliveries.failed(given, Optional.of(410), "HTTP 410", NOON, Optional.empty());

        assertThat(deliveries.owed()).isEqualTo(new WebhookDeliveryTable.Owed(1, Optional.of(NOON.plusSeconds(1))));
    }

    @Test
    void withoutAWebhookEverythingIsGivenUpAndForgottenInTime() {
        long id = insert("evt_1");

        deliveries.forget(NOON.plusSeconds(1));
        assertThat(deliveries.find(id)).as("on its way").isPresent();
        database.inTransaction(connection -> {
            deliveries.giveUpAll(connection);
            return true;
        });

        deliveries.failed(id, Optional.of(500), "HTTP 500", NOON, Optional.of(NOON.plusSeconds(10)));
        assertThat(deliveries.due(NOON.plusSeconds(10), 9))
                .as("a try under way when the webhook was removed")
                .isEmpty();
        deliveries.forget(NOON);
        assertThat(deliveries.find(id)).isPresent();
        deliveries.forget(NOON.plusMillis(1));
        assertThat(deliveries.find(id)).isEmpty();
    }

    private long insert(String eventId) {
        return database.inTransaction(
                connection -> deliveries.insert(connection, eventId, EventKind.WEBHOOK_TEST, "{\"ñ\":1}", NOON));
    }
}

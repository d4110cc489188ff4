package org.valija.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class AlertTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final Condition SECRET = Condition.secretExpires(2, "2026-04-01", 30, 28);
    private static final Condition MAILBOX = Condition.systemMailbox("a@x.example b@x.example");

    private final Database database;
    private final AlertTable alerts;

    AlertTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.alerts = new AlertTable(database);
    }

    @Test
    void whatWasWrittenIsRead() {
        open("evt_1", SECRET);

        Alert alert = alerts.lasting().getFirst();
        assertThat(alert.eventId()).isEqualTo("evt_1");
        assertThat(alert.about()).isEqualTo(SECRET);
        assertThat(alert.createdAt()).isEqualTo(NOON);
        assertThat(alert.endedAt()).isEmpty();
        assertThat(alert.mailedAt()).isEmpty();
    }

    @Test
    void whileItLastsItIsOpenedOnceAndAgainOnceItIsOver() {
        long first = open("evt_1", MAILBOX).orElseThrow();
        assertThat(open("evt_2", MAILBOX)).isEmpty();
        assertThat(open("evt_3", SECRET)).isPresent();

        assertThat(alerts.end(first, NOON.plusSeconds(9))).isTrue();
        assertThat(alerts.end(first, NOON.plusSeconds(10))).isFalse();
        assertThat(alerts.lasting()).extracting(Alert::eventId).containsExactly("evt_3");
        long second = open("evt_4", MAILBOX).orElseThrow();
        assertThat(alerts.end(second, NOON.plusSeconds(11))).isTrue();

        assertThat(alerts.latest(10)).extracting(Alert::eventId).containsExactly("evt_4", "evt_3", "evt_1");
        assertThat(alerts.latest(1).getFirst().endedAt()).hasValue(NOON.plusSeconds(11));
    }

    /** A node that is slow ends what it saw, not what another has opened since. */
    @Test
    void endingOneLeavesAnotherThatBeganMeanwhileUnderTheSameKey() {
        long seen = open("evt_1", MAILBOX).orElseThrow();
        alerts.end(seen, NOON.plusSeconds(1));
        open("evt_2", MAILBOX);

        assertThat(alerts.end(seen, NOON.plusSeconds(2))).isFalse();

        assertThat(alerts.lasting()).extracting(Alert::eventId).containsExactly("evt_2");
        assertThat(alerts.latest(9).getLast().endedAt()).hasValue(NOON.plusSeconds(1));
    }

    @Test
    void itIsMailedOnceAndNotAfterItIsOver() {
        long id = open("evt_1", MAILBOX).orElseThrow();
        long over = open("evt_2", SECRET).orElseThrow();
        alerts.end(over, NOON);

        assertThat(mailed(id)).isTrue();
        assertThat(mailed(id)).isFalse();
        assertThat(mailed(over)).isFalse();
        assertThat(alerts.lasting().getFirst().mailedAt()).hasValue(NOON.plusSeconds(1));
    }

    private OptionalLong open(String eventId, Condition about) {
        return database.inTransaction(connection -> alerts.open(connection, eventId, about, NOON));
    }

    private boolean mailed(long id) {
        return database.inTransaction(connection -> alerts.mailed(connection, id, NOON.plusSeconds(1)));
    }
}

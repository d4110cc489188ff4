package org.valija.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** The small tables: who hears, where links lead, which authentications were told of. */
@ParameterizedClass
@EnumSource
class AlertSettingTablesTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

    private final Database database;

    AlertSettingTablesTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
    }

    @Test
    void supervisorHearsUntilOthersAreChosen() {
        AlertRecipientTable recipients = new AlertRecipientTable(database);
        assertThat(recipients.all()).containsExactly("SUPERVISOR");

        recipients.put(List.of("ROSA", "LUIS"));
        assertThat(recipients.all()).containsExactly("LUIS", "ROSA");

        recipients.put(List.of());
        assertThat(recipients.all()).isEmpty();
    }

    @Test
    void theConsolesAddressIsTheLastOne() {
        AlertConsoleTable console = new AlertConsoleTable(database);
        assertThat(console.find()).isEmpty();

        console.put(URI.create("http://10.0.0.11:8480/"));
        console.put(URI.create("http://10.0.0.12:8480/"));

        assertThat(console.find()).hasValue(URI.create("http://10.0.0.12:8480/"));
    }

    @Test
    void anAuthenticationIsToldOfOnceAndALaterOneAnew() {
        ToldConnectionTable told = new ToldConnectionTable(database);

        assertThat(tell(told, NOON)).isTrue();
        assertThat(tell(told, NOON)).isFalse();
        assertThat(tell(told, NOON.minusMillis(1))).isFalse();
        assertThat(tell(told, NOON.plusMillis(1))).isTrue();

        assertThat(told.all()).containsOnlyKeys(5L).containsValue(NOON.plusMillis(1));
    }

    private boolean tell(ToldConnectionTable told, Instant connectedAt) {
        return database.inTransaction(connection -> told.tell(connection, 5, connectedAt));
    }
}

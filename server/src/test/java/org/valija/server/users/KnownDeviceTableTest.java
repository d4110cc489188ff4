package org.valija.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class KnownDeviceTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

    private final KnownDeviceTable devices;

    KnownDeviceTableTest(TestDatabase database) {
        this.devices = new KnownDeviceTable(InstalledDatabase.of(database));
    }

    @Test
    void aBrowserIsKnownForThoseWhoHaveEnteredWithIt() {
        devices.put("a", "ANA", NOON);
        devices.put("a", "LUIS", NOON);

        assertThat(devices.isKnown("a", "ANA", NOON)).isTrue();
        assertThat(devices.isKnown("a", "LUIS", NOON)).isTrue();
        assertThat(devices.isKnown("a", "ROSA", NOON)).isFalse();
        assertThat(devices.isKnown("b", "ANA", NOON)).isFalse();
        assertThat(devices.isKnown("a")).isTrue();
        assertThat(devices.isKnown("b")).isFalse();
    }

    @Test
    void theLastEntryCounts() {
        devices.put("a", "ANA", NOON);
        assertThat(devices.isKnown("a", "ANA", NOON.plusMillis(1))).isFalse();

        devices.put("a", "ANA", NOON.plusSeconds(9));

        assertThat(devices.isKnown("a", "ANA", NOON.plusMillis(1))).isTrue();
    }

    @Test
    void whatIsOlderIsForgotten() {
        devices.put("old", "ANA", NOON);
        devices.put("new", "ANA", NOON.plusSeconds(2));

        devices.forget(NOON.plusSeconds(1));

        assertThat(devices.isKnown("old")).isFalse();
        assertThat(devices.isKnown("new")).isTrue();
    }
}

package org.valija.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.server.InSpanish;
import org.valija.server.Nodes;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.sql.TestDatabase;

/** A client's secret that ends: 30, 14, 7 and 1 days before and on its day, each said once, by the days of the installation's zone. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class SecretExpiryTest {

    private static final ZoneId ZONE = ZoneId.of("America/Mexico_City");

    @TempDir
    Path folder;

    private Nodes office;
    private LocalDate today;

    @BeforeEach
    void start() throws IOException {
        office = new Nodes(TestDatabase.SQLITE, folder, 1);
        // Days begin there at midnight: not in the middle of a test.
        if (office.clock.instant().atZone(ZONE).getHour() >= 22) {
            office.clock.forward(Duration.ofHours(3));
        }
        today = office.clock.instant().atZone(ZONE).toLocalDate();
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void eachMarkIsSaidOnceOnItsDay() {
        expiresOn(today.plusDays(31));
        int[] said = new int[32];
        for (int day = 0; day <= 31; day++) {
            int before = alerts().size();
            office.bean(AlertWatch.class).look();
            office.bean(AlertWatch.class).look();
            said[31 - day] = alerts().size() - before;
            office.clock.forward(Duration.ofDays(1));
        }

        assertThat(said)
                .containsExactly(
                        1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0);
        assertThat(alerts())
                .extracting(alert -> alert.about().days().orElseThrow())
                .containsExactly(0, 1, 7, 14, 30);
        assertThat(alerts().getFirst().endedAt()).as("the last one lasts").isEmpty();
        assertThat(alerts().get(1).endedAt()).isPresent();
    }

    @Test
    void whoWasAwayHearsOfTheNearestMarkAlone() {
        expiresOn(today.plusDays(25));
        office.clock.forward(Duration.ofDays(20));

        office.bean(AlertWatch.class).look();

        assertThat(alerts()).hasSize(1);
        assertThat(alerts().getFirst().about().days()).hasValue(5);
    }

    @Test
    void anotherDateEndsTheAlertAndTheConsoleSaysSo() {
        writes(today.plusDays(7).toString());
        office.bean(AlertWatch.class).look();
        Page page = office.supervisor.get(office.at("/cuentas"));
        assertThat(page.text(".banner")).contains("El secreto del cliente OAuth de Gmail vence en 7 días");
        assertThat(page.text("nav a[href=/sistema/cliente-oauth] .n")).isEqualTo("1");

        writes(today.plusDays(700).toString());
        office.bean(AlertWatch.class).look();

        assertThat(office.supervisor.get(office.at("/cuentas")).has(".banner")).isFalse();
        assertThat(office.supervisor
                        .get(office.at("/sistema/cliente-oauth/1"))
                        .document()
                        .select("#secretExpires")
                        .val())
                .isEqualTo(today.plusDays(700).toString());
    }

    private void expiresOn(LocalDate day) {
        OAuth oauth = office.bean(OAuth.class);
        OAuthClient client = oauth.currentClient(Provider.GMAIL).orElseThrow();
        oauth.saveClient(new OAuthClient(
                client.providerId(),
                client.clientId(),
                client.secret(),
                client.type(),
                client.tenant(),
                Optional.of(day.atStartOfDay(ZONE).toInstant()),
                client.transport()));
    }

    private void writes(String day) {
        office.supervisor.submit(office.supervisor
                .get(office.at("/sistema/cliente-oauth/1"))
                .form("#cliente")
                .type("secretExpires", day));
    }

    /** The latest first. */
    private List<Alert> alerts() {
        return office.bean(AlertTable.class).latest(100);
    }
}

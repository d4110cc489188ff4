package org.valija.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.InSpanish;
import org.valija.server.database.OwnPostgres;
import org.valija.server.demo.FormBrowser.Page;
import tools.jackson.databind.JsonNode;

/** What programs that watch over a service are told, while it is well and while it is not. */
@ExtendWith(InSpanish.class)
class HealthTest {

    private static final Duration LOOKED_AT_AGAIN = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void aNewInstallationIsWellAndSaysSoInDetailToThisMachineAlone() {
        try (OperatedOffice office = new OperatedOffice(folder, Map.of())) {
            assertThat(office.asks("/health/live").body()).isEqualTo("{\"status\":\"UP\"}");
            HttpResponse<String> ready = office.asks("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(ready.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(ready.headers().firstValue("Set-Cookie")).isEmpty();

            JsonNode whole = OperatedOffice.json(office.asks("/health"));
            assertThat(whole.get("checks").propertyNames())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(Check.values()).map(Check::word).toList());
            assertThat(whole.at("/checks/disk/freeBytes").asLong()).isPositive();
            assertThat(whole.toString()).doesNotContain(OperatedOffice.MAILBOX);

            for (String header : new String[] {"X-Forwarded-For", "Forwarded", "Via"}) {
                HttpResponse<String> byProxy = office.asks("/health", header, "for=203.0.113.9");
                assertThat(byProxy.statusCode()).as(header).isEqualTo(401);
                assertThat(byProxy.body()).isEmpty();
            }
        }
    }

    @Test
    void aTokenWithTheScopeSeesTheSameFromAnywhereAndOthersDoNot() {
        try (OperatedOffice office = new OperatedOffice(folder, Map.of("valija.operations.loopback", false))) {
            String watches = office.token("metrics:read");
            String reads = office.token("messages:read");

            assertThat(office.asks("/health/ready").statusCode()).isEqualTo(200);
            for (String path : new String[] {"/health", "/metrics"}) {
                assertThat(office.asks(path).statusCode()).isEqualTo(401);
                assertThat(office.asks(path, "Authorization", "Bearer " + reads).statusCode())
                        .isEqualTo(401);
                assertThat(office.asks(path, "Authorization", "Bearer " + watches)
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void anAccountThatDiedShowsAndTakesNobodyAway() {
        try (OperatedOffice office = new OperatedOffice(folder, Map.of())) {
            office.connects();
            office.sends("Uno");
            office.simulator.google().expireAccessTokens();
            office.simulator.google().revokeGrantsOf(OperatedOffice.MAILBOX);
            office.sends("Dos");

            JsonNode accounts = Awaitility.await()
                    .atMost(LOOKED_AT_AGAIN)
                    .until(
                            () -> OperatedOffice.json(office.asks("/health")).at("/checks/accounts"),
                            found -> found.path("status").asString("").equals("DEGRADED"));

            assertThat(accounts.get("problem").asString()).isEqualTo("authentication");
            assertThat(accounts.get("needsAuthentication").asInt()).isEqualTo(1);
            HttpResponse<String> ready = office.asks("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).isEqualTo("{\"status\":\"DEGRADED\"}");
            Page state = office.browser.get(office.at("/sistema/estado"));
            assertThat(state.text("#accounts"))
                    .contains("Una cuenta necesita que su dueño se autentique", "Su correo espera y no se pierde");
            assertThat(state.text("#resumen-estado")).contains("algo necesita atención");
        }
    }

    @Test
    void whatWillSoonBeFullIsToldAndWhatIsFullIsNotReady() {
        try (OperatedOffice office = new OperatedOffice(folder, Map.of("valija.operations.disk-low", "1000TB"))) {
            JsonNode disk = OperatedOffice.json(office.asks("/health")).at("/checks/disk");

            assertThat(disk.get("status").asString()).isEqualTo("DEGRADED");
            assertThat(disk.get("problem").asString()).isEqualTo("low");
            assertThat(office.asks("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aForeignKeyFileIsNotReady() throws IOException {
        try (OperatedOffice office = new OperatedOffice(folder, Map.of())) {
            Files.writeString(folder.resolve("valija.keys"), "{\"primaryKeyId\":1}");

            HttpResponse<String> whole = office.asks("/health");

            assertThat(whole.statusCode()).isEqualTo(503);
            assertThat(OperatedOffice.json(whole).at("/checks/keys/problem").asString())
                    .isEqualTo("wrong");
            assertThat(office.asks("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void withoutItsDatabaseItLivesAndIsNotReady(@TempDir Path data) throws IOException {
        try (OwnPostgres postgres = new OwnPostgres(data);
                OperatedOffice office = new OperatedOffice(folder, database(postgres))) {
            assertThat(office.asks("/health/ready").statusCode()).isEqualTo(200);
            postgres.stop();
            try {
                Awaitility.await()
                        .atMost(LOOKED_AT_AGAIN)
                        .until(() -> office.asks("/health/ready").statusCode(), status -> status == 503);

                assertThat(office.asks("/health/ready").body()).isEqualTo("{\"status\":\"DOWN\"}");
                JsonNode whole = OperatedOffice.json(office.asks("/health"));
                assertThat(whole.at("/checks/database/problem").asString()).isEqualTo("away");
                assertThat(whole.at("/checks/disk/status").asString()).isEqualTo("UP");
                assertThat(office.asks("/health/live").statusCode()).isEqualTo(200);
                assertThat(office.asks("/metrics").body())
                        .contains("valija_health{check=\"database\"} 2.0")
                        .contains("valija_accounts{state=\"connected\"} NaN");
            } finally {
                postgres.startAgain();
            }

            Awaitility.await()
                    .atMost(LOOKED_AT_AGAIN)
                    .until(() -> office.asks("/health/ready").statusCode(), status -> status == 200);
        }
    }

    private Map<String, Object> database(OwnPostgres postgres) throws IOException {
        return Map.of(
                "valija.database.url",
                postgres.newDatabase(),
                "valija.database.username",
                "postgres",
                "valija.database.password-file",
                Files.writeString(folder.resolve("db-password"), "postgres\n"));
    }
}

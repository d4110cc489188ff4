package org.valija.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.InSpanish;
import org.valija.server.cli.DoctorFixture.Said;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.simulator.smtp.SmtpReplies;
import tools.jackson.databind.JsonNode;

/** {@code send} and {@code status} on this machine's installation, with and without a service on it. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class MailCommandsTest {

    private static final String ANA = "ana@cliente.example";

    @TempDir
    Path folder;

    private DoctorFixture fixture;

    @BeforeEach
    void start() {
        fixture = new DoctorFixture(folder, SimulatorOptions.defaults());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void withoutAServiceTheMailWaitsForOneAndTheCommandSaysSo() {
        fixture.connect();

        Said said = send("--text", "Hola");

        assertThat(said.status()).as(said.err()).isEqualTo(ExitStatus.DONE.code());
        assertThat(said.out()).contains("Aceptado: correo 1", "no hay un servicio en marcha", "--wait");
        Said waiting = fixture.valija("status", "1", "--json");
        assertThat(waiting.status()).isEqualTo(ExitStatus.ON_ITS_WAY.code());
        assertThat(waiting.json().path("state").asString()).isEqualTo("QUEUED");
        assertThat(overview().at("/accounts/0/waiting/QUEUED").asInt()).isEqualTo(1);
        assertThat(overview().path("nodes")).isEmpty();

        try (Service service = Service.start(serviceProperties())) {
            assertThat(service.port()).isPositive();
            ReceivedMessage received =
                    fixture.simulator.inbox().await(1, Duration.ofSeconds(20)).getFirst();
            assertThat(received.envelope().recipients()).containsExactly(ANA);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(fixture.valija("status", "1").status()).isEqualTo(ExitStatus.DONE.code()));

            JsonNode alive = overview();
            assertThat(alive.at("/nodes/0/alive").asBoolean()).isTrue();
            assertThat(alive.at("/accounts/0/waiting")).isEmpty();
            assertThat(alive.path("needsSomebody").asBoolean()).isFalse();
            JsonNode second = sendJson("--text", "Otra vez", "--wait", "20");
            assertThat(second.path("nodes").asInt()).isEqualTo(1);
            assertThat(second.at("/mail/state").asString()).isEqualTo("SENT");
        }
    }

    @Test
    void whoWaitsSendsItWhereNoServiceRunsAndTheFilesArriveAsTheyAre() throws IOException {
        fixture.connect();
        byte[] large = new byte[600_000];
        new Random(7).nextBytes(large);
        Path pdf = Files.write(folder.resolve("retención 2025.pdf"), large);
        Path xml = Files.writeString(folder.resolve("retencion.xml"), "<a>ñ</a>");
        Path letter = Files.writeString(folder.resolve("carta.txt"), "\uFEFFBuenos días, Ana.\n");

        Said said = fixture.valija(
                "send",
                "--user",
                "supervisor",
                "--to",
                "Ana Álvarez <ana@cliente.example>, beto@cliente.example",
                "--cc",
                "carla@cliente.example",
                "--bcc",
                "oculto@cliente.example",
                "--reply-to",
                "pagos@bajio.example",
                "--subject",
                "Constancia de retención",
                "--text-file",
                letter.toString(),
                "--attach",
                pdf.toString(),
                "--attach",
                xml.toString(),
                "--wait",
                "30");

        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(ExitStatus.DONE.code());
        assertThat(said.out()).contains("Correo 1: Enviado. Constancia de retención", DoctorFixture.MAILBOX);
        ReceivedMessage received = fixture.simulator.inbox().messages().getFirst();
        assertThat(received.envelope().recipients())
                .containsExactly(ANA, "beto@cliente.example", "carla@cliente.example", "oculto@cliente.example");
        List<MimePart> parts = received.parts();
        assertThat(parts.get(0).text()).isEqualToIgnoringNewLines("Buenos días, Ana.\n");
        assertThat(parts.get(1).content()).isEqualTo(large);
        assertThat(parts.get(2).content()).isEqualTo("<a>ñ</a>".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(received.content(), StandardCharsets.US_ASCII)).doesNotContain("oculto@");
    }

    @Test
    void theSameKeyIsOneMailAndAnotherMailUnderItIsRefused() {
        fixture.connect();

        JsonNode first = sendJson("--text", "Hola", "--key", "factura-17");
        JsonNode again = sendJson("--text", "Hola", "--key", "factura-17");
        Said other = fixture.valija(
                "send", "--user", "SUPERVISOR", "--to", ANA, "--subject", "Otra", "--text", "", "--key", "factura-17");

        assertThat(again.path("id").asLong()).isEqualTo(first.path("id").asLong());
        assertThat(other.status()).isEqualTo(ExitStatus.FAILED.code());
        assertThat(other.err()).contains("ya se usó para otro correo", "No se aceptó nada");
        assertThat(overview().at("/accounts/0/waiting/QUEUED").asInt()).isEqualTo(1);
    }

    @Test
    void whoHasNoAccountIsToldToAuthenticate() {
        fixture.register();

        assertRefused(ExitStatus.FAILED, "no tiene ninguna cuenta de correo que envíe", "--text", "Hola");
        assertRefused(ExitStatus.FAILED, "valija connect USUARIO", "--text", "Hola");
        assertRefused(ExitStatus.WRONG_USE, "No hay un usuario NADIE", "--user", "NADIE", "--text", "Hola");
    }

    @Test
    void whatIsWrongIsSaidAndNothingIsAccepted() throws IOException {
        fixture.connect();

        assertRefused(ExitStatus.WRONG_USE, "cc[0]: «no es dirección»", "--cc", "no es dirección", "--text", "x");
        String missing = folder.resolve("nada.pdf").toString();
        assertRefused(ExitStatus.WRONG_USE, missing, "--attach", missing, "--text", "x");
        assertRefused(ExitStatus.WRONG_USE, folder.toString(), "--attach", folder.toString(), "--text", "x");
        assertRefused(ExitStatus.FAILED, "otra@bajio.example", "--from", "otra@bajio.example", "--text", "x");
        assertRefused(ExitStatus.WRONG_USE, "saltos de línea", "--subject", "Hola\r\nBcc: a@b.mx", "--text", "x");
        assertRefused(ExitStatus.WRONG_USE, "Idempotency-Key", "--key", "k".repeat(256), "--text", "x");
        Path latin = Files.write(folder.resolve("latin.txt"), "año".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(ExitStatus.WRONG_USE, "no está en UTF-8", "--text-file", latin.toString());
        assertRefused(ExitStatus.WRONG_USE, "--text", "--text", "x", "--text-file", latin.toString());
        Said nobody = fixture.valija("send", "--user", "SUPERVISOR", "--subject", "Hola", "--text", "x");
        assertThat(nobody.status()).isEqualTo(ExitStatus.WRONG_USE.code());
        assertThat(nobody.err()).contains("Falta al menos un destinatario");

        Said unknown = fixture.valija("status", "1", "--json");
        assertThat(unknown.status()).isEqualTo(ExitStatus.FAILED.code());
        assertThat(unknown.json().path("exitStatus").asInt()).isEqualTo(ExitStatus.FAILED.code());
        assertThat(unknown.json().path("error").asString()).contains("No hay un correo 1");
        assertThat(fixture.valija("status", "uno").status()).isEqualTo(ExitStatus.WRONG_USE.code());
        assertThat(overview().at("/accounts/0/waiting")).isEmpty();
    }

    @Test
    void whatWaitsForItsUserIsSaidByWordsAndStatus() {
        fixture.connect();
        fixture.simulator.google().revokeGrantsOf(DoctorFixture.MAILBOX);
        fixture.simulator.google().expireAccessTokens();

        Said held = send("--text", "Hola", "--wait", "20", "--json");

        assertThat(held.status()).as(held.out() + held.err()).isEqualTo(ExitStatus.ATTENTION.code());
        assertThat(held.json().at("/mail/state").asString()).isEqualTo("HELD");
        assertThat(held.json().at("/mail/held").asString()).isEqualTo("NEEDS_AUTHENTICATION");
        assertThat(held.json().at("/mail/words/todo").asString()).contains("Autenticar");
        assertThat(fixture.valija("status", "1").status()).isEqualTo(ExitStatus.ATTENTION.code());
        Said all = fixture.valija("status", "--user", "supervisor");
        assertThat(all.status()).isEqualTo(ExitStatus.ATTENTION.code());
        assertThat(all.out()).contains(DoctorFixture.MAILBOX, "Requiere autenticarse", "En espera: 1");
        JsonNode account = overview().at("/accounts/0");
        assertThat(account.at("/state").asString()).isEqualTo("NEEDS_AUTHENTICATION");
        assertThat(account.at("/hold/kind").asString()).isEqualTo("NEEDS_AUTHENTICATION");
        assertThat(account.at("/hold/words/what").asString()).isNotBlank();
        assertThat(account.at("/waiting/HELD").asInt()).isEqualTo(1);
        assertThat(account.at("/needsSomebody").asBoolean()).isTrue();
    }

    @Test
    void whatIsRefusedForGoodEndsWithAStatusOfItsOwn() {
        fixture.connect();
        fixture.simulator.smtp().onRecipient(ANA, SmtpReplies.NO_SUCH_USER);

        Said refused = send("--text", "Hola", "--wait", "20");

        assertThat(refused.status()).as(refused.out() + refused.err()).isEqualTo(ExitStatus.NOT_SENT.code());
        assertThat(refused.out()).contains("No se envió", "intentos: 1");
    }

    @Test
    void patienceThatEndsLeavesTheMailOnItsWay() {
        fixture.connect();
        fixture.simulator.smtp().onRecipient(ANA, "451 4.3.0 Try again later");

        Said later = send("--text", "Hola", "--wait", "2", "--json");

        assertThat(later.status()).as(later.out() + later.err()).isEqualTo(ExitStatus.ON_ITS_WAY.code());
        assertThat(later.json().at("/mail/state").asString()).isIn("DEFERRED", "SENDING", "QUEUED");
    }

    @Test
    void theTextComesFromStandardInput() {
        fixture.connect();
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("De un conducto: ñ".getBytes(StandardCharsets.UTF_8)));
            assertThat(send("--wait", "20").status()).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(fixture.simulator
                        .inbox()
                        .messages()
                        .getFirst()
                        .parts()
                        .getFirst()
                        .text())
                .startsWith("De un conducto: ñ");
    }

    @Test
    void anInstallationThatIsNotThereIsNotMade() {
        Said said = send("--text", "Hola");

        assertThat(said.status()).isEqualTo(ExitStatus.FAILED.code());
        assertThat(said.err()).contains("no hay una instalación de Valija");
        assertThat(folder.resolve("valija.db")).doesNotExist();
    }

    @Test
    void aDatabaseThatIsAwayIsWorthAnotherTry() {
        fixture.set("database.url", "jdbc:postgresql://127.0.0.1:1/valija");

        assertThat(send("--text", "Hola").status()).isEqualTo(ExitStatus.UNREACHABLE.code());
    }

    private void assertRefused(ExitStatus status, String words, String... arguments) {
        Said said = send(arguments);
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(status.code());
        assertThat(said.err()).contains(words);
    }

    /** A mail to Ana, where the arguments say nothing else. */
    private Said send(String... arguments) {
        List<String> all = new ArrayList<>(List.of("send"));
        Map.of("--user", "SUPERVISOR", "--to", ANA, "--subject", "Aviso").forEach((option, value) -> {
            if (Stream.of(arguments).noneMatch(option::equals)) {
                all.addAll(List.of(option, value));
            }
        });
        all.addAll(List.of(arguments));
        return fixture.valija(all.toArray(String[]::new));
    }

    private JsonNode sendJson(String... arguments) {
        Said said =
                send(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(said.status()).as(said.err()).isZero();
        return said.json();
    }

    private JsonNode overview() {
        return fixture.valija("status", "--json").json();
    }

    private Map<String, Object> serviceProperties() {
        Map<String, Object> properties = fixture.properties();
        properties.put("server.port", 0);
        return properties;
    }
}

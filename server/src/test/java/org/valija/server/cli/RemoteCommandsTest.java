package org.valija.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.Main;
import org.valija.server.cli.DoctorFixture.Said;
import org.valija.server.demo.FormBrowser;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line and a service over HTTP, with a token that the service's machine made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RemoteCommandsTest {

    private static final Locale BEFORE = Locale.getDefault();
    private static final String ANA = "ana@cliente.example";

    @TempDir
    private static Path folder;

    private DoctorFixture fixture;
    private Service service;
    private Path token;

    @BeforeAll
    void start() {
        Locale.setDefault(Locale.of("es", "MX"));
        fixture = new DoctorFixture(folder, SimulatorOptions.defaults());
        fixture.connect();
        Map<String, Object> properties = fixture.properties();
        properties.put("server.port", 0);
        service = Service.start(properties);
        token = token("cualquiera", "--any-user");
    }

    @AfterAll
    void stop() {
        service.close();
        fixture.close();
        Locale.setDefault(BEFORE);
    }

    /** No test finds what another has left on its way. */
    @AfterEach
    void settle() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> fixture.valija("status", "--json")
                        .json()
                        .at("/accounts/0/waiting")
                        .isEmpty());
        fixture.simulator.inbox().clear();
    }

    @Test
    void filesGoAsTheyAreAndTheStateComesBack() throws IOException {
        byte[] large = new byte[700_000];
        new Random(11).nextBytes(large);
        Path pdf = Files.write(folder.resolve("retención.pdf"), large);

        Said said = remote(
                "send",
                "--user",
                "supervisor",
                "--to",
                "Ana Álvarez <ana@cliente.example>",
                "--cc",
                "beto@cliente.example",
                "--reply-to",
                "pagos@bajio.example",
                "--subject",
                "Constancia: ñ",
                "--text",
                "Buenos días",
                "--attach",
                pdf.toString(),
                "--wait",
                "30",
                "--json");

        assertThat(said.status()).as(said.out() + said.err()).isZero();
        JsonNode mail = said.json().path("mail");
        assertThat(mail.path("state").asString()).isEqualTo("SENT");
        assertThat(mail.path("standing").asString()).isEqualTo("SENT");
        assertThat(mail.path("from").asString()).isEqualTo(DoctorFixture.MAILBOX);
        ReceivedMessage received = fixture.simulator.inbox().messages().getFirst();
        assertThat(received.envelope().recipients()).containsExactly(ANA, "beto@cliente.example");
        List<MimePart> parts = received.parts();
        assertThat(parts.get(0).text()).startsWith("Buenos días");
        assertThat(parts.get(1).content()).isEqualTo(large);
        assertThat(parts.get(1).fileName()).hasValue("retención.pdf");
        String id = said.json().path("id").asString();
        assertThat(remote("status", id, "--json").json())
                .isEqualTo(fixture.valija("status", id, "--json").json());
        assertThat(remote("status", id).out()).contains("Enviado. Constancia: ñ", "intentos: 1");
    }

    @Test
    void theOverviewIsTheSameFromHereAndFromElsewhere() {
        JsonNode here = fixture.valija("status", "--json").json();
        JsonNode elsewhere = remote("status", "--json").json();

        assertThat(elsewhere.path("accounts")).isEqualTo(here.path("accounts")).isNotEmpty();
        assertThat(elsewhere.at("/nodes/0/name")).isEqualTo(here.at("/nodes/0/name"));
        assertThat(elsewhere.at("/nodes/0/alive").asBoolean()).isTrue();
        assertThat(remote("status").out()).contains(DoctorFixture.MAILBOX, "Conectado", "en marcha desde");
        Path own = token("propia", "--user", "supervisor");
        assertThat(remote(own, "status", "--json").json().has("nodes")).isFalse();
        assertThat(remote(own, "status", "--json").json().path("accounts")).isEqualTo(here.path("accounts"));
    }

    @Test
    void whyMailWaitsIsTheSameFromHereAndFromElsewhere() {
        FormBrowser browser = new FormBrowser();
        URI console = URI.create(service.address());
        browser.submit(browser.get(console.resolve("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", fixture.supervisorKey()));
        URI account = console.resolve("/bandeja?cuenta="
                + fixture.valija("status", "--json").json().at("/accounts/0/id").asString());
        browser.submit(browser.get(account).form("form[action$=/pausar]"));
        try {
            Said held = remote(mail("Espera", "--wait", "20", "--json"));

            assertThat(held.status()).as(held.out() + held.err()).isEqualTo(ExitStatus.ATTENTION.code());
            assertThat(held.json().at("/mail/held").asString()).isEqualTo("BY_HAND");
            String id = held.json().path("id").asString();
            assertThat(remote("status", id, "--json").json())
                    .isEqualTo(fixture.valija("status", id, "--json").json());
            Said elsewhere = remote("status", "--json");
            assertThat(elsewhere.status()).isEqualTo(ExitStatus.ATTENTION.code());
            assertThat(elsewhere.json().path("accounts"))
                    .isEqualTo(fixture.valija("status", "--json").json().path("accounts"));
            assertThat(elsewhere.json().at("/accounts/0/hold/kind").asString()).isEqualTo("BY_HAND");
            assertThat(elsewhere.json().at("/accounts/0/waiting/HELD").asInt()).isEqualTo(1);
            assertThat(remote("status").out()).contains("En pausa", "En espera: 1", "Presiona Reanudar");
        } finally {
            browser.submit(browser.get(account).form("form[action$=/reanudar]"));
        }
    }

    @Test
    void theSameKeyIsOneMailFromHereAndFromElsewhere() {
        Said elsewhere = remote(mail("Aviso", "--key", "aviso-1", "--json"));
        Said again = remote(mail("Aviso", "--key", "aviso-1", "--json"));
        Said here = fixture.valija(mail("Aviso", "--key", "aviso-1", "--json"));
        Said other = remote(mail("Otro", "--key", "aviso-1", "--json"));

        assertThat(again.json().path("id")).isEqualTo(elsewhere.json().path("id"));
        assertThat(here.json().path("id")).isEqualTo(elsewhere.json().path("id"));
        assertThat(other.status()).isEqualTo(ExitStatus.FAILED.code());
        assertThat(other.json().path("error").asString()).contains("ya se usó para otro correo");
        assertThat(other.json().path("exitStatus").asInt()).isEqualTo(ExitStatus.FAILED.code());
    }

    @Test
    void whatTheServiceRefusesHasItsWordsAndItsStatus() {
        assertRefused(ExitStatus.WRONG_USE, "cc[0]", remote(mail("Aviso", "--cc", "no es dirección")));
        assertRefused(ExitStatus.FAILED, "otra@bajio.example", remote(mail("Aviso", "--from", "otra@bajio.example")));
        assertRefused(ExitStatus.FAILED, "Esto no existe", remote("status", "999999"));
        Path reads = token("lee", "--any-user", "--scope", "messages:read,accounts:read");
        assertRefused(ExitStatus.NOT_ALLOWED, "le falta messages:send", remote(reads, mail("Aviso")));
    }

    @Test
    void aTokenThatIsRevokedOrWrongIsRefusedAndNeverShown() throws IOException {
        Path revoked = token("revocado", "--any-user");
        String value = Files.readString(revoked).strip();
        JsonNode all = fixture.valija("token", "listar", "--json").json();
        long id = all.path("tokens")
                .valueStream()
                .filter(found -> found.path("name").asString().equals("revocado"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asLong();
        assertThat(fixture.valija("token", "revocar", String.valueOf(id)).status())
                .isZero();
        assertThat(fixture.valija("token", "revoke", String.valueOf(id)).status())
                .isEqualTo(ExitStatus.FAILED.code());

        Said refused = remote(revoked, mail("Aviso"));
        assertRefused(ExitStatus.NOT_ALLOWED, "no sirve", refused);
        assertThat(refused.err() + refused.out()).doesNotContain(value);
        Path broken = Files.writeString(folder.resolve("roto"), "vlj_secreto\nX-Otra: 1");
        Said wrong = remote(broken, mail("Aviso"));
        assertRefused(ExitStatus.WRONG_USE, "no es un token", wrong);
        assertThat(wrong.err()).doesNotContain("secreto");
        assertRefused(ExitStatus.WRONG_USE, "falta", remote(folder.resolve("falta"), mail("Aviso")));
    }

    @Test
    void tokensAreListedWithoutTheirValues() throws IOException {
        Path file = token("contabilidad", "--user", "supervisor", "--days", "30", "--scope", "messages:send");
        String value = Files.readString(file).strip();

        Said list = fixture.valija("token", "list");
        JsonNode found = fixture.valija("token", "list", "--json")
                .json()
                .path("tokens")
                .valueStream()
                .filter(one -> one.path("name").asString().equals("contabilidad"))
                .findFirst()
                .orElseThrow();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(list.out()).contains("SUPERVISOR / contabilidad", "vigente").doesNotContain(value);
        assertThat(found.path("user").asString()).isEqualTo("SUPERVISOR");
        assertThat(found.path("scopes").valueStream().map(JsonNode::asString)).containsExactly("messages:send");
        assertThat(found.toString()).doesNotContain(value);
        assertThat(fixture.valija("token", "create", "x", "--any-user").out()).contains("vlj_");
        assertRefused(ExitStatus.WRONG_USE, "NADIE", fixture.valija("token", "create", "x", "--user", "NADIE"));
        assertRefused(
                ExitStatus.WRONG_USE,
                "messages:read",
                fixture.valija("token", "create", "x", "--any-user", "--scope", "todo"));
        assertRefused(
                ExitStatus.WRONG_USE,
                file.toString(),
                fixture.valija("token", "create", "x", "--any-user", "--token-file", file.toString()));
        assertRefused(ExitStatus.WRONG_USE, "--user", fixture.valija("token", "create", "x"));
        assertRefused(ExitStatus.WRONG_USE, "valija token", fixture.valija("token"));
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgainUnderTheSameKey() throws IOException {
        Queue<String> keys = new ConcurrentLinkedQueue<>();
        HttpServer stumbling = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stumbling.createContext("/valija/api/v1/messages", exchange -> {
            exchange.getRequestBody().readAllBytes();
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            if (keys.size() == 1) {
                exchange.close();
                return;
            }
            byte[] answer = "{\"id\":17}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        stumbling.start();
        try {
            Said said = at("http://127.0.0.1:" + stumbling.getAddress().getPort() + "/valija", token, mail("Aviso"));

            assertThat(said.out()).contains("correo 17");
            assertThat(keys).hasSize(2);
            assertThat(keys).containsOnly(keys.peek());
        } finally {
            stumbling.stop(0);
        }
    }

    @Test
    void whoDoesNotAnswerIsToldWithTheKeyForAnotherTry() {
        Said away = at("http://127.0.0.1:1", token, mail("Aviso", "--key", "aviso-9"));

        assertRefused(ExitStatus.UNREACHABLE, "no responde", away);
        assertThat(away.err()).contains("--key aviso-9");
        JsonNode said = at("http://127.0.0.1:1", token, mail("Aviso", "--key", "aviso-9", "--json"))
                .json();
        assertThat(said.path("key").asString()).isEqualTo("aviso-9");
        assertThat(said.path("exitStatus").asInt()).isEqualTo(ExitStatus.UNREACHABLE.code());
        assertThat(said.path("error").asString()).contains("no responde");
        assertRefused(
                ExitStatus.FAILED,
                "no es el servicio de Valija",
                at(fixture.simulator.httpUri().toString(), token, "status"));
    }

    @Test
    void whatWasAcceptedStaysAcceptedWhenItCannotBeWatched() throws IOException {
        Path sends = token("entrega", "--any-user", "--scope", "messages:send");

        Said blind = remote(sends, mail("Sin ver", "--wait", "5", "--json"));

        assertThat(blind.status()).as(blind.out() + blind.err()).isEqualTo(ExitStatus.ON_ITS_WAY.code());
        assertThat(blind.json().path("id").asLong()).isPositive();
        assertThat(blind.json().path("key").asString()).hasSize(36);
        assertThat(blind.json().path("error").asString()).contains("messages:read");
        assertThat(blind.err()).contains("no repitas la orden");
    }

    @Test
    void whatWouldBetrayTheTokenIsRefused() {
        assertRefused(ExitStatus.WRONG_USE, "no va cifrada", at("http://correo.empresa.mx", token, mail("Aviso")));
        assertRefused(ExitStatus.WRONG_USE, "no es la dirección", at("correo.empresa.mx", token, mail("Aviso")));
        assertRefused(ExitStatus.WRONG_USE, "--token", remote("status", "--token", "vlj_x"));
        assertRefused(ExitStatus.WRONG_USE, "Elige uno", remote("status", "--data", folder.toString()));
    }

    @Test
    void serverAndTokenComeFromTheEnvironmentToo() throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Duser.language=es",
                Main.class.getName(),
                "status",
                "--json");
        command.environment().put("VALIJA_SERVER", service.address());
        command.environment().put("VALIJA_TOKEN", Files.readString(token).strip());
        command.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = command.start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(JsonMapper.shared().readTree(said).at("/accounts/0/email").asString())
                .isEqualTo(DoctorFixture.MAILBOX);
    }

    private static String[] mail(String subject, String... more) {
        return Stream.concat(
                        Stream.of("send", "--user", "SUPERVISOR", "--to", ANA, "--subject", subject, "--text", "Hola"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static void assertRefused(ExitStatus status, String words, Said said) {
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(status.code());
        assertThat(said.err()).contains(words);
    }

    private Path token(String name, String... options) {
        Path file = folder.resolve("token-" + name);
        Said said = fixture.valija(
                Stream.concat(Stream.of("token", "crear", name, "--token-file", file.toString()), Stream.of(options))
                        .toArray(String[]::new));
        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.out()).doesNotContain("vlj_");
        return file;
    }

    private Said remote(String... arguments) {
        return remote(token, arguments);
    }

    private Said remote(Path with, String... arguments) {
        return at(service.address(), with, arguments);
    }

    private static Said at(String address, Path with, String... arguments) {
        return DoctorFixture.run(
                Stream.concat(Stream.of(arguments), Stream.of("--server", address, "--token-file", with.toString()))
                        .toArray(String[]::new));
    }
}

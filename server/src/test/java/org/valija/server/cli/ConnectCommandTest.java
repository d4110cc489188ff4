package org.valija.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.oauth.Consent;
import org.valija.server.InSpanish;
import org.valija.server.cli.DoctorFixture.Said;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.SimulatorOptions;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code connect} in its three ways, the person at a browser of this machine or of another. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class ConnectCommandTest {

    private static final Function<String, URI> AS_A_PERSON_READS = line -> URI.create(
            line.lines().filter(text -> text.startsWith("http")).findFirst().orElse(""));

    @TempDir
    Path folder;

    private DoctorFixture fixture;

    @BeforeEach
    void start() {
        fixture = new DoctorFixture(folder, SimulatorOptions.defaults());
        fixture.register();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void onThisMachineTheBrowserComesBackByItself() throws Exception {
        Running connect = begin(fixture.here("connect", "supervisor", "--print", "--json"));

        visit(Consent.of(DoctorFixture.MAILBOX).allow(connect.address()));

        Said said = connect.end();
        assertThat(said.status()).as(said.out() + said.err()).isZero();
        JsonNode last = JsonMapper.shared().readTree(said.out().lines().toList().getLast());
        assertThat(last.path("user").asString()).isEqualTo("SUPERVISOR");
        assertThat(last.path("email").asString()).isEqualTo(DoctorFixture.MAILBOX);
        assertThat(said.out() + said.err()).doesNotContain("ya29.", "1//0", "4/0A");
        assertConnected();
    }

    @Test
    void onAServerTheLastAddressOfABrowserElsewhereIsPasted() throws Exception {
        InputStream before = System.in;
        try (PipedOutputStream keyboard = new PipedOutputStream()) {
            System.setIn(new PipedInputStream(keyboard));
            Running connect = begin(fixture.here("connect", "SUPERVISOR", "--print", "--paste"));

            URI last = Consent.of(DoctorFixture.MAILBOX).allow(connect.address(AS_A_PERSON_READS));
            keyboard.write(("\n  " + last + "\n").getBytes(StandardCharsets.UTF_8));
            keyboard.flush();

            Said said = connect.end();
            assertThat(said.status()).as(said.out() + said.err()).isZero();
            assertThat(said.out())
                    .contains("pégala aquí")
                    .contains("Listo: " + DoctorFixture.MAILBOX + " quedó autenticado para SUPERVISOR");
        } finally {
            System.setIn(before);
        }
        assertConnected();
    }

    @Test
    void whatThePersonDoesNotAllowIsSaidAndStoresNothing() throws Exception {
        Running denied = begin(fixture.here("connect", "SUPERVISOR", "--print", "--json"));
        visit(Consent.of(DoctorFixture.MAILBOX).deny(denied.address()));
        assertThat(denied.end().status()).isEqualTo(ExitStatus.FAILED.code());
        assertThat(denied.end().err()).contains("No se dio el permiso");

        Running other = begin(fixture.here("connect", "SUPERVISOR", "--print", "--json"));
        visit(Consent.of("lucia.ramos@bajio.example").allow(other.address()));
        assertThat(other.end().status()).isEqualTo(ExitStatus.FAILED.code());
        assertThat(other.end().err()).contains("lucia.ramos@bajio.example");

        assertThat(fixture.valija("status", "--json").json().path("accounts")).isEmpty();
    }

    @Test
    void anotherAddressMayBeNamedAndWhatIsMissingIsSaid() throws Exception {
        Running named = begin(
                fixture.here("connect", "SUPERVISOR", "--print", "--json", "--email", "lucia.ramos@bajio.example"));
        visit(Consent.of("lucia.ramos@bajio.example").allow(named.address()));
        assertThat(named.end().status()).as(named.end().err()).isZero();

        assertRefused(
                ExitStatus.WRONG_USE, "No existe el usuario NADIE", fixture.valija("connect", "NADIE", "--print"));
        assertRefused(
                ExitStatus.FAILED, "Microsoft", fixture.valija("connect", "SUPERVISOR", "--print", "--provider", "2"));
    }

    @Test
    void whatOnlyTheConsoleCanDoIsLeftToIt() {
        try (Service service = service()) {
            FormBrowser browser = new FormBrowser();
            URI console = URI.create(service.address());
            browser.submit(browser.get(console.resolve("/entrar"))
                    .form("#entrada")
                    .type("usuario", "SUPERVISOR")
                    .type("clave", fixture.supervisorKey()));
            browser.submit(browser.get(console.resolve("/sistema/cliente-oauth"))
                    .form("#cliente")
                    .type("type", "WEB")
                    .type("clientId", "web.apps.simulator.test")
                    .type("secret", "GOCSPX-planted-web"));
            browser.submit(
                    browser.get(console.resolve("/usuarios")).form("#registro").type("recoveryEmail", ""));
        }

        assertRefused(
                ExitStatus.WRONG_USE,
                "no tiene correo de recuperación",
                fixture.valija("connect", "SUPERVISOR", "--print"));
        assertRefused(
                ExitStatus.FAILED,
                "Autenticar de la consola",
                fixture.valija("connect", "SUPERVISOR", "--print", "--email", DoctorFixture.MAILBOX));
    }

    @Test
    void aServiceElsewhereDoesItByItsOwnPagesWithAToken() throws Exception {
        try (Service service = service()) {
            Path token = folder.resolve("token");
            fixture.valija("token", "create", "prueba", "--any-user", "--token-file", token.toString());
            Running connect = begin(
                    "connect",
                    "supervisor",
                    "--print",
                    "--json",
                    "--server",
                    service.address(),
                    "--token-file",
                    token.toString());

            FormBrowser person = new FormBrowser();
            Page consent = person.submit(person.get(connect.address()).form("#autenticar"));
            person.submit(consent.form("#consent")
                    .type("account", DoctorFixture.MAILBOX)
                    .press("button[value=allow]"));

            Said said = connect.end();
            assertThat(said.status()).as(said.out() + said.err()).isZero();
            assertThat(JsonMapper.shared()
                            .readTree(said.out().lines().toList().getLast())
                            .path("email")
                            .asString())
                    .isEqualTo(DoctorFixture.MAILBOX);
            assertConnected();
        }
    }

    @Test
    void aConsoleElsewhereTakesTheUsersOwnKey() throws Exception {
        try (Service service = service()) {
            Path key = Files.writeString(folder.resolve("clave"), fixture.supervisorKey() + "\n");
            Running connect = begin(
                    "connect",
                    "SUPERVISOR",
                    "--print",
                    "--json",
                    "--server",
                    service.address(),
                    "--key-file",
                    key.toString());

            visit(Consent.of(DoctorFixture.MAILBOX).allow(connect.address()));

            Said said = connect.end();
            assertThat(said.status()).as(said.out() + said.err()).isZero();
            assertThat(said.out()).contains(DoctorFixture.MAILBOX);
            assertConnected();

            Path wrong = Files.writeString(folder.resolve("otra"), "no es la clave");
            Said refused = DoctorFixture.run(
                    "connect", "SUPERVISOR", "--print", "--server", service.address(), "--key-file", wrong.toString());
            assertRefused(ExitStatus.NOT_ALLOWED, "El código o la clave no son correctos", refused);
        }
        assertRefused(
                ExitStatus.UNREACHABLE,
                "no responde",
                DoctorFixture.run(
                        "connect",
                        "SUPERVISOR",
                        "--server",
                        "http://127.0.0.1:1",
                        "--key-file",
                        folder.resolve("clave").toString()));
        assertRefused(
                ExitStatus.FAILED,
                "no es el servicio de Valija",
                DoctorFixture.run(
                        "connect",
                        "SUPERVISOR",
                        "--server",
                        fixture.simulator.httpUri().toString(),
                        "--key-file",
                        folder.resolve("clave").toString()));
    }

    private Service service() {
        Map<String, Object> properties = fixture.properties();
        properties.put("server.port", 0);
        return Service.start(properties);
    }

    private void assertConnected() {
        JsonNode account = fixture.valija("status", "--json").json().at("/accounts/0");
        assertThat(account.path("email").asString()).isEqualTo(DoctorFixture.MAILBOX);
        assertThat(account.path("state").asString()).isEqualTo("CONNECTED");
    }

    private static void assertRefused(ExitStatus status, String words, Said said) {
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(status.code());
        assertThat(said.err()).contains(words);
    }

    private static void visit(URI address) throws IOException, InterruptedException {
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    }

    /** A command that waits for a person. */
    private record Running(CompletableFuture<Integer> status, StringWriter out, StringWriter err) {

        URI address() {
            return address(line -> URI.create(JsonMapper.shared()
                    .readTree(line.lines().findFirst().orElse("{}"))
                    .path("address")
                    .asString("")));
        }

        URI address(Function<String, URI> read) {
            return Awaitility.await()
                    .until(
                            () -> out.toString().contains("http") || status.isDone()
                                    ? read.apply(out.toString())
                                    : URI.create(""),
                            found -> !found.toString().isEmpty());
        }

        Said end() throws InterruptedException, ExecutionException, TimeoutException {
            int ended = status.get(20, TimeUnit.SECONDS);
            return new Said(ended, out.toString(), err.toString());
        }
    }

    private static Running begin(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = ValijaCommand.line()
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> status.complete(line.execute(arguments)));
        return new Running(status, out, err);
    }
}

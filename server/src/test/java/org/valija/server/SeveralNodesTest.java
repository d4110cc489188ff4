package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.valija.server.cli.Service;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.users.User;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.sql.TestDatabase;

/** Two nodes on one database, and a balancer before them: any node serves any page. */
@ParameterizedClass
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SeveralNodesTest {

    private static final String MAILBOX = "juan.perez@bajio.example";
    private static final Locale BEFORE = Locale.getDefault();

    @TempDir
    private static Path folder;

    private Simulator simulator;
    private Map<String, Object> database;
    private Service a;
    private Service b;
    private Balancer console;
    private String key;

    @Parameter
    private TestDatabase kind;

    private FormBrowser browser;

    @BeforeParameterizedClassInvocation
    void start() throws IOException {
        Locale.setDefault(Locale.of("es", "MX"));
        simulator = Simulator.start(SimulatorOptions.defaults());
        database = database();
        a = node("a");
        b = node("b");
        key = a.firstStart().supervisorKey().orElseThrow();
        console = new Balancer(a.port(), b.port());
        FormBrowser administrator = new FormBrowser();
        enter(administrator, key);
        administrator.submit(administrator
                .get(console.at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        administrator.submit(
                administrator.get(console.at("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
        administrator.submit(administrator
                .get(console.at("/usuarios"))
                .form("#autenticar")
                .tick("oauth")
                .press("#recordar"));
    }

    @AfterParameterizedClassInvocation
    void stop() throws IOException {
        console.close();
        b.close();
        a.close();
        simulator.close();
        Locale.setDefault(BEFORE);
    }

    @BeforeEach
    void open() {
        browser = new FormBrowser();
        console.to(a.port(), b.port());
    }

    @Test
    void whoEntersAtOneNodeIsKnownAtTheOtherAndLeavesBoth() {
        console.to(a.port());
        assertThat(enter(browser, key).has("#entrada")).isFalse();

        console.to(b.port());
        Page saved = browser.submit(
                browser.get(console.at("/usuarios")).form("#registro").type("name", "Quien administra"));
        assertThat(saved.text(".good")).isEqualTo("Se guardaron los datos de SUPERVISOR.");

        browser.submit(saved.form("form[action=/salir]"));
        console.to(a.port());
        assertThat(browser.get(console.at("/cuentas")).has("#entrada")).isTrue();
    }

    @Test
    void aFormOfOneNodeIsTakenByTheOtherAndAnsweredByTheFirst() {
        enter(browser, key);
        console.to(a.port());
        Page page = browser.get(console.at("/usuarios"));

        console.to(b.port(), a.port());
        Page saved = browser.submit(page.form("#registro").type("recoveryEmail", MAILBOX));

        assertThat(saved.text(".good")).isEqualTo("Se guardaron los datos de SUPERVISOR.");
    }

    @Test
    void anAuthenticationBegunAtOneNodeEndsAtTheOther() {
        enter(browser, key);
        console.to(a.port());
        Page consent = browser.submit(
                browser.get(console.at("/usuarios")).form("#autenticar").press("#autenticar-boton"));

        console.to(b.port());
        Page done = browser.submit(consent.form("#consent").press("button[value=allow]"));

        assertThat(done.text(".good")).contains(MAILBOX);
        console.to(a.port());
        assertThat(browser.get(console.at("/usuarios")).text(".account .pill")).isEqualTo("Conectado");
    }

    @Test
    void eachRequestMayGoToAnotherNode() {
        enter(browser, key);
        Page consent = browser.submit(
                browser.get(console.at("/usuarios")).form("#autenticar").press("#autenticar-boton"));
        browser.submit(consent.form("#consent").press("button[value=allow]"));

        Page sent = browser.submit(browser.get(console.at("/envios/nuevo"))
                .form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", "Por turnos")
                .press("#enviar"));
        Page end = Awaitility.await().until(() -> browser.get(sent.uri()), page -> !page.has("ol.progress"));

        assertThat(end.has("#enviado")).isTrue();
        assertThat(browser.get(console.at("/usuarios")).has("#entrada")).isFalse();
    }

    @Test
    void aNodeJoinsByBeingStartedAndItsEndEndsNoSession() throws IOException {
        enter(browser, key);
        try (Service joined = node("c")) {
            assertThat(joined.firstStart().supervisorKey()).isEmpty();
            console.to(joined.port());
            assertThat(browser.get(console.at("/usuarios")).has("#registro")).isTrue();
        }
        try (Service again = node("c")) {
            console.to(again.port());
            assertThat(browser.get(console.at("/usuarios")).has("#registro")).isTrue();
        }
        console.to(b.port());
        assertThat(browser.get(console.at("/usuarios")).has("#registro")).isTrue();
    }

    @Test
    void guessesAtBothNodesAreCountedTogether() {
        for (int i = 0; i < 5; i++) {
            console.to(i % 2 == 0 ? a.port() : b.port());
            assertThat(enter(browser, "NADIE", "guess " + i).text(".say"))
                    .startsWith("El código o la clave no son correctos");
        }
        console.to(a.port());
        assertThat(enter(browser, "NADIE", "guess").text(".say")).startsWith("Demasiados intentos");
        console.to(b.port());
        assertThat(enter(browser, "NADIE", "guess").text(".say")).startsWith("Demasiados intentos");
    }

    @Test
    void strangersAtBothNodesDoNotSlowABrowserThatEnteredBefore() {
        enter(browser, key);
        Page created = browser.submit(
                browser.get(console.at("/usuarios/nuevo")).form("#registro").type("code", "luis"));
        String given = created.text("#clave-nueva");
        FormBrowser luis = new FormBrowser();
        luis.submit(enter(luis, "luis", given).form("form[action=/salir]"));
        FormBrowser stranger = new FormBrowser();
        for (int i = 0; i < 6; i++) {
            console.to(i % 2 == 0 ? a.port() : b.port());
            enter(stranger, "luis", "guess " + i);
        }
        console.to(a.port(), b.port());
        assertThat(enter(stranger, "luis", given).text(".say")).startsWith("Demasiados intentos");

        assertThat(enter(luis, "luis", given).has("#cambio")).isTrue();
    }

    @Test
    void aSessionEndedAtOneNodeIsEndedAtTheOther() {
        enter(browser, key);
        FormBrowser elsewhere = new FormBrowser();
        enter(elsewhere, key);
        console.to(a.port());
        browser.submit(browser.get(console.at("/sesiones")).form("#terminar-otras"));

        console.to(b.port());

        assertThat(elsewhere.get(console.at("/usuarios")).has("#entrada")).isTrue();
        assertThat(browser.get(console.at("/usuarios")).has("#registro")).isTrue();
    }

    @Test
    void theCookieIsForThisSiteAndNoScriptAndIsAnotherAfterTheEntry() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> page =
                client.send(HttpRequest.newBuilder(console.at("/entrar")).build(), BodyHandlers.ofString());
        String before = page.headers().firstValue("Set-Cookie").orElse("");
        assertThat(before).matches("VALIJA_SESION=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax");

        String token = Jsoup.parse(page.body()).select("input[name=_csrf]").val();
        HttpResponse<Void> entered = client.send(
                HttpRequest.newBuilder(console.at("/entrar"))
                        .header("Cookie", before.substring(0, before.indexOf(';')))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("usuario=SUPERVISOR&clave=" + key + "&_csrf=" + token))
                        .build(),
                BodyHandlers.discarding());

        assertThat(entered.headers().firstValue("Location").orElse(""))
                .isEqualTo(console.at("/").toString());
        assertThat(entered.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("VALIJA_SESION="))
                .singleElement()
                .isNotEqualTo(before);
        assertThat(entered.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("VALIJA_EQUIPO="))
                .singleElement()
                .asString()
                .matches(
                        "VALIJA_EQUIPO=[A-Za-z0-9_-]{43}; Path=/; Max-Age=15552000; Expires=[^;]+; HttpOnly; SameSite=Lax");
    }

    private Page enter(FormBrowser who, String with) {
        return enter(who, User.SUPERVISOR, with);
    }

    private Page enter(FormBrowser who, String code, String with) {
        return who.submit(who.get(console.at("/entrar"))
                .form("#entrada")
                .type("usuario", code)
                .type("clave", with));
    }

    private Map<String, Object> database() {
        if (kind == TestDatabase.SQLITE) {
            return Map.of();
        }
        PGSimpleDataSource postgres = (PGSimpleDataSource) kind.create();
        return Map.of("valija.database.url", postgres.getURL(), "valija.database.username", "postgres");
    }

    private Service node(String name) throws IOException {
        Path shared = folder.resolve(kind.name());
        Path own = database.isEmpty() ? shared : shared.resolve(name);
        Files.createDirectories(own);
        Map<String, Object> properties = SimulatedSettings.of(simulator, own);
        properties.putAll(database);
        // Processes of one machine share its SQLite file; nodes of a PostgreSQL share nothing but the key file.
        properties.put("valija.vault.key-file", shared.resolve("shared.keys"));
        properties.put("server.tomcat.max-keep-alive-requests", 1);
        return Service.start(properties);
    }
}

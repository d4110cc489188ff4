package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.cli.Service;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.smtp.SimulatedSmtp;
import org.valija.simulator.smtp.SmtpReplies;
import org.valija.simulator.tls.ServerCertificate;

/** What goes wrong at the console is said in words, and nothing is lost or half written. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class ConsoleTest {

    private static final String MAILBOX = "juan.perez@bajio.example";

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    final FormBrowser browser = new FormBrowser();
    private Service service;

    @BeforeEach
    void start() {
        Map<String, Object> properties = properties();
        chooseDatabase(properties);
        service = Service.start(properties);
    }

    /** SQLite in the data folder, unless a subclass says otherwise. */
    void chooseDatabase(Map<String, Object> properties) {}

    @AfterEach
    void stop() {
        service.close();
        simulator.close();
    }

    @Test
    void wrongKeyAndUnknownUserGetTheSameAnswer() {
        Page wrongKey = enter(browser, "SUPERVISOR", "not the key");
        Page unknown = enter(new FormBrowser(), "NADIE", "not the key");

        assertThat(wrongKey.text(".say")).startsWith("El código o la clave no son correctos");
        assertThat(unknown.text(".say")).isEqualTo(wrongKey.text(".say"));
    }

    @Test
    void whoGuessesHasToWait() {
        for (int i = 0; i < 5; i++) {
            enter(browser, "SUPERVISOR", "guess " + i);
        }

        assertThat(enter(browser, "SUPERVISOR", "guess").text(".say")).startsWith("Demasiados intentos");
    }

    @Test
    void pagesAskForEntryAndFormsForTheirToken() throws IOException, InterruptedException {
        assertThat(browser.get(at("/usuarios")).has("#entrada")).isTrue();

        HttpResponse<String> forged = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(at("/entrar"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("usuario=A&clave=B"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'")
                .contains("form-action 'self'")
                .contains(simulator.httpUri().getAuthority());
    }

    @Test
    void denyingAndOtherAccountsAreSaidAndStoreNothing() {
        ready();
        Page denied = browser.submit(consentPage().form("#consent").press("button[value=deny]"));
        assertThat(denied.text(".say")).startsWith("No se dio el permiso").contains("Autenticar");

        Page other = browser.submit(consentPage()
                .form("#consent")
                .type("account", "lucia.ramos@bajio.example")
                .press("button[value=allow]"));
        assertThat(other.text(".say")).startsWith("Te autenticaste con otro correo: lucia.ramos@bajio.example");
        assertThat(other.has(".account")).isFalse();
    }

    @Test
    void replayedForgedAndForeignCallbacksAreRefused() {
        ready();
        Page connected = connect();
        assertThat(connected.text(".account .pill")).isEqualTo("Conectado");

        assertThat(browser.get(at("/oauth/retorno?state=forged&code=x")).text(".say"))
                .startsWith("Esta respuesta no corresponde");
        assertThat(browser.get(at("/oauth/retorno?code=x")).status()).isEqualTo(200);
        assertThat(browser.get(at("/usuarios")).text(".account .pill")).isEqualTo("Conectado");
    }

    @Test
    void unreachableTokenEndpointIsSaidAndTheNextTryWorks() {
        ready();
        simulator.google().fail(FailurePlan.closedWithoutAnswer().times(2));
        Page failed = browser.submit(consentPage().form("#consent").press("button[value=allow]"));
        assertThat(failed.text(".say")).startsWith("Se cortó la conexión con Gmail");

        simulator.google().clearFailures();
        assertThat(connect().text(".account .pill")).isEqualTo("Conectado");
    }

    @Test
    void anAddressOrSubjectWithALineBreakIsRefusedAndTheDraftKept() {
        ready();
        connect();
        Page page = browser.submit(browser.get(at("/envios/nuevo"))
                .form("#envio")
                .type("to", "ana@cliente.example\r\nBcc: mala@otra.example")
                .type("subject", "Hola\r\nBcc: mala@otra.example")
                .type("body", "texto")
                .press("#enviar"));

        assertThat(page.text("#resumen")).contains("no es válida", "El asunto no puede llevar saltos de línea");
        assertThat(page.document().select("#body").text()).isEqualTo("texto");
        assertThat(simulator.inbox().messages()).isEmpty();
    }

    @Test
    void anAttachmentOf40MbIsRefusedWithItsLimitAndTheRestKept() {
        ready();
        connect();
        Page page = browser.submit(browser.get(at("/envios/nuevo"))
                .form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", "Con un archivo enorme")
                .attach("files", "enorme.zip", "application/zip", new byte[40 * 1024 * 1024])
                .press("#enviar"));

        assertThat(page.text("#adjuntos-error")).contains("40 MB", "25 MB", "enorme.zip");
        assertThat(page.document().select("#subject").attr("value")).isEqualTo("Con un archivo enorme");
        assertThat(page.has("ul.files li")).isFalse();
        assertThat(simulator.inbox().messages()).isEmpty();
    }

    @Test
    void aCertificateOfAnotherNameSendsNothingAndSaysSo() {
        ready();
        connect();
        simulator.smtp().useCertificate(ServerCertificate.MISMATCHED);

        Page held = send("Uno");
        assertThat(held.text("#fallo"))
                .startsWith("El certificado del servidor de correo no es de confianza")
                .contains("trusted-certificates");
        assertThat(simulator.inbox().messages()).isEmpty();

        simulator.smtp().useCertificate(ServerCertificate.TRUSTED);
        resume(held);
        assertThat(send("Dos").has("#enviado")).isTrue();
    }

    @Test
    void submissionTurnedOffIsSaidAlikeWithTheMailAndWithTheAccount() {
        ready();
        connect();
        simulator.smtp().onCommand("AUTH", SmtpReplies.SMTP_AUTH_DISABLED, SimulatedSmtp.ALWAYS);

        assertThat(send("Apagado").text("#fallo"))
                .startsWith("El envío por SMTP está apagado para esta cuenta")
                .contains("Pídele que active «SMTP autenticado» para el buzón " + MAILBOX);
        assertThat(browser.get(at("/usuarios")).text(".account .say"))
                .startsWith("El envío por SMTP está apagado para esta cuenta");
    }

    @Test
    void aRefusedTokenIsSaidAlthoughTheAccountIsStillConnected() {
        ready();
        connect();
        simulator.smtp().onCommand("AUTH", "535 5.7.8 Username and Password not accepted", 2);

        Page failed = send("Rechazado");
        assertThat(failed.text("#fallo")).startsWith("El servidor de correo no aceptó el permiso de " + MAILBOX);
        assertThat(failed.text("main")).contains("Tu correo y sus adjuntos siguen aquí.");
    }

    @Test
    void quotaSilenceAndLostAnswersAreToldApart() {
        ready();
        connect();
        simulator.smtp().onCommand("MAIL", SmtpReplies.QUOTA_EXCEEDED, 1);
        Page held = send("Cuota");
        assertThat(held.text("#fallo"))
                .startsWith("Gmail no acepta más correos de esta cuenta por hoy")
                .contains("No tienes que hacer nada");
        resume(held);

        simulator.smtp().loseReplyOn("CONTENT", 1);
        assertThat(send("Sin respuesta").text("#fallo"))
                .startsWith("Se cortó la conexión justo antes de la confirmación");

        simulator.smtp().stopListening();
        assertThat(send("Sin servidor").text("#fallo")).startsWith("No pudimos llegar al servidor de correo");
    }

    @Test
    void whenTheDatabaseDoesNotServeThePageSaysSo() throws SQLException {
        ready();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("valija.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            Page page = browser.submit(
                    browser.get(at("/usuarios")).form("#registro").type("name", "Otro"));
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.text("main")).contains("La base de datos está ocupada", "No se guardó nada a medias");
            statement.execute("ROLLBACK");
        }

        Page page =
                browser.submit(browser.get(at("/usuarios")).form("#registro").type("name", "Otro"));
        assertThat(page.text(".good")).isEqualTo("Se guardaron los datos de SUPERVISOR.");
    }

    @Test
    void withTheOptionOffNothingIsSentAndThePageSaysWhy() {
        ready();
        Page page = browser.get(at("/envios/nuevo"));

        assertThat(page.has("#enviar[disabled]")).isTrue();
        assertThat(page.text("#apagada")).contains("Marca «Autenticar con OAuth (Gmail)»");
    }

    @Test
    void aUserSeesOnlyTheOwnRecordAndNotTheClient() {
        ready();
        Page created = browser.submit(browser.get(at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", "lucia")
                .type("recoveryEmail", "lucia.ramos@bajio.example"));
        String key = created.text("#clave-nueva");
        FormBrowser lucia = new FormBrowser();

        assertThat(enter(lucia, "LUCIA", key).uri().getPath()).isEqualTo("/clave");
        Page changed = lucia.submit(lucia.get(at("/clave"))
                .form("#cambio")
                .type("actual", key)
                .type("nueva", "una frase larga de lucia")
                .type("confirmacion", "una frase larga de lucia"));
        assertThat(changed.text(".good")).isEqualTo("Tu clave cambió.");
        assertThat(lucia.get(at("/usuarios/SUPERVISOR")).status()).isEqualTo(403);
        assertThat(lucia.get(at("/usuarios/nuevo")).status()).isEqualTo(403);
        assertThat(lucia.get(at("/sistema/cliente-oauth/1")).status()).isEqualTo(403);
        assertThat(lucia.get(at("/no-existe")).status()).isEqualTo(404);
    }

    void ready() {
        assertThat(enter(
                                browser,
                                "SUPERVISOR",
                                service.firstStart().supervisorKey().orElseThrow())
                        .has("#entrada"))
                .isFalse();
        browser.submit(browser.get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        browser.submit(browser.get(at("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
    }

    private Page connect() {
        return browser.submit(consentPage().form("#consent").press("button[value=allow]"));
    }

    private Page consentPage() {
        browser.submit(
                browser.get(at("/usuarios")).form("#autenticar").tick("oauth").press("#recordar"));
        return browser.submit(browser.get(at("/usuarios")).form("#autenticar").press("#autenticar-boton"));
    }

    private Page send(String subject) {
        Page sent = browser.submit(browser.get(at("/envios/nuevo"))
                .form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", subject)
                .attach("files", "a.xml", "text/xml", "<a/>".getBytes(StandardCharsets.UTF_8))
                .press("#enviar"));
        return Awaitility.await().until(() -> browser.get(sent.uri()), page -> !page.has("ol.progress"));
    }

    /** The account goes on, and what was held leaves. */
    private void resume(Page held) {
        browser.submit(held.form("form[action$=/reanudar]"));
        Awaitility.await().until(() -> browser.get(held.uri()).has("#enviado"));
    }

    private Page enter(FormBrowser who, String code, String key) {
        return who.submit(
                who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", key));
    }

    URI at(String path) {
        return URI.create(service.address() + path);
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.put("valija.zone", "America/Mexico_City");
        properties.put("valija.providers[0].early-margin", "4m");
        properties.put("valija.providers[0].idle-refresh", "3d");
        return properties;
    }
}

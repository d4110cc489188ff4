package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import org.valija.simulator.inbox.Envelope;

/** Gmail's two roads at the console: which permission is asked for, which road is shown, and what goes wrong in words. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class GmailConsoleTest {

    private static final String MAILBOX = "juan.perez@bajio.example";
    private static final String GMAIL_SEND = "https://www.googleapis.com/auth/gmail.send";
    private static final String ALL_MAIL = "https://mail.google.com/";

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser browser = new FormBrowser();
    private Service service;

    @BeforeEach
    void start() {
        service = Service.start(properties());
        browser.submit(browser.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", service.firstStart().supervisorKey().orElseThrow()));
        browser.submit(client().form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        browser.submit(browser.get(at("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
        browser.submit(
                browser.get(at("/usuarios")).form("#autenticar").tick("oauth").press("#recordar"));
    }

    @AfterEach
    void stop() {
        service.close();
        simulator.close();
    }

    @Test
    void theApiIsTheDefaultAndAsksForThePermissionToSendAlone() {
        assertThat(client().has("#transport-GMAIL_API[checked]")).isTrue();
        assertThat(client().text("ol.steps")).contains("Gmail API", GMAIL_SEND).doesNotContain(ALL_MAIL);

        Page consent = consentPage();
        assertThat(consent.has("input[name=scope][value='" + GMAIL_SEND + "']")).isTrue();
        assertThat(consent.has("input[name=scope][value='" + ALL_MAIL + "']")).isFalse();
        Page connected = allow(consent);
        assertThat(connected.text(".account .transport")).isEqualTo("API de Gmail");
        assertThat(connected.has(".account form.via")).isFalse();

        assertThat(send("Por la API").text("#respuesta")).contains("Gmail id ");
        assertThat(way(0)).isEqualTo(Envelope.Way.GMAIL_API);
    }

    @Test
    void smtpWhereItIsChosenAndBackForOneAccountAndForAll() {
        choose("SMTP");
        Page connected = allow(consentPage());
        assertThat(connected.text(".account .transport")).isEqualTo("SMTP");
        send("Uno");
        assertThat(way(0)).isEqualTo(Envelope.Way.SMTP);

        Page changed = browser.submit(connected.form(".account form.via"));
        assertThat(changed.text(".good")).isEqualTo("Listo: " + MAILBOX + " ahora envía por API de Gmail.");
        assertThat(changed.text(".account .transport")).isEqualTo("API de Gmail");
        send("Dos");
        assertThat(way(1)).isEqualTo(Envelope.Way.GMAIL_API);

        assertThat(browser.submit(changed.form(".account form.via")).text(".account .transport"))
                .isEqualTo("SMTP");
        choose("GMAIL_API");
        assertThat(browser.get(at("/usuarios")).text(".account .transport")).isEqualTo("API de Gmail");
        send("Tres");
        assertThat(way(2)).isEqualTo(Envelope.Way.GMAIL_API);
    }

    @Test
    void anAccountThatMayOnlySendGoesOnWhenSmtpIsChosen() {
        allow(consentPage());
        choose("SMTP");

        assertThat(browser.get(at("/usuarios")).text(".account .transport")).isEqualTo("API de Gmail");
        send("Sigue");
        assertThat(way(0)).isEqualTo(Envelope.Way.GMAIL_API);
        assertThat(consentPage().has("input[name=scope][value='" + ALL_MAIL + "']"))
                .isTrue();
    }

    @Test
    void whatGoogleRefusesIsSaidInWords() {
        allow(consentPage());
        assertThat(mended(failing(403, "accessNotConfigured", "Gmail API has not been used in project 1"))
                        .text("#fallo"))
                .startsWith("Falta habilitar «Gmail API»")
                .contains("paso 2 de la guía", "accessNotConfigured");
        assertThat(mended(failing(403, "insufficientPermissions", "Insufficient Permission"))
                        .text("#fallo"))
                .startsWith("El permiso de " + MAILBOX + " no incluye enviar correo")
                .contains("deja marcada la casilla de enviar correo");
        assertThat(mended(failing(400, "failedPrecondition", "Mail service not enabled"))
                        .text("#fallo"))
                .startsWith("La cuenta " + MAILBOX + " no tiene buzón en Gmail");
        assertThat(mended(failing(403, "domainPolicy", "The domain administrators have disabled Gmail apps."))
                        .text("#fallo"))
                .startsWith("Gmail no deja que esta aplicación envíe desde " + MAILBOX);
        Page quota = failing(403, "dailyLimitExceeded", "Daily Limit Exceeded");
        assertThat(quota.text("#fallo")).startsWith("Gmail no acepta más correos de esta cuenta por hoy");
        browser.submit(quota.form("form[action$=/reanudar]"));
        awaitSent(quota);
        simulator.google().fail(FailurePlan.answerLost().atGmail());
        assertThat(send("Perdido").text("#fallo")).startsWith("Se cortó la conexión justo antes de la confirmación");
    }

    @Test
    void onlyAdministratorsChooseTheRoadOfAnAccount() {
        choose("SMTP");
        Page connected = allow(consentPage());
        String via = connected.document().select(".account form.via").attr("action");
        Page created = browser.submit(browser.get(at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", "lucia")
                .type("recoveryEmail", "lucia.ramos@bajio.example"));
        FormBrowser lucia = new FormBrowser();
        String key = created.text("#clave-nueva");
        lucia.submit(lucia.get(at("/entrar"))
                .form("#entrada")
                .type("usuario", "LUCIA")
                .type("clave", key));
        lucia.submit(lucia.get(at("/clave"))
                .form("#cambio")
                .type("actual", key)
                .type("nueva", "una frase larga de lucia")
                .type("confirmacion", "una frase larga de lucia"));
        Page own = lucia.get(at("/usuarios"));
        own.document().select("#registro").attr("action", via);
        own.document().select("#registro").append("<input type=\"hidden\" name=\"transport\" value=\"GMAIL_API\">");

        assertThat(lucia.submit(own.form("#registro")).status()).isEqualTo(403);
        assertThat(browser.get(at("/usuarios/SUPERVISOR")).text(".account .transport"))
                .isEqualTo("SMTP");
    }

    /** Authenticating anew lets go what was held. */
    private Page mended(Page held) {
        allow(consentPage());
        awaitSent(held);
        return held;
    }

    private void awaitSent(Page draft) {
        Awaitility.await().until(() -> browser.get(draft.uri()).has("#enviado"));
    }

    private Page failing(int status, String reason, String message) {
        simulator.google().fail(FailurePlan.gmailError(status, reason, message));
        return send(reason);
    }

    private Envelope.Way way(int index) {
        return simulator.inbox().messages().get(index).envelope().way();
    }

    private Page client() {
        return browser.get(at("/sistema/cliente-oauth"));
    }

    private void choose(String transport) {
        Page saved = browser.submit(client().form("#cliente").type("transport", transport));
        assertThat(saved.has("#transport-" + transport + "[checked]")).isTrue();
    }

    private Page consentPage() {
        return browser.submit(browser.get(at("/usuarios")).form("#autenticar").press("#autenticar-boton"));
    }

    private Page allow(Page consent) {
        return browser.submit(consent.form("#consent").press("button[value=allow]"));
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

    private URI at(String path) {
        return URI.create(service.address() + path);
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.put("valija.providers[0].gmail-api", simulator.httpUri());
        return properties;
    }
}

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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.outbox.Lane;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.server.cli.Service;
import org.valija.server.database.SqliteFiles;
import org.valija.server.demo.FilledForm;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;

/** Everything leaves through the outbox; the console shows it, and people act on what is theirs. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class OutboxConsoleTest {

    private static final String WAITING_FOR_SOMEBODY = ".side a[href='/bandeja'] .n";

    private static final String MAILBOX = "juan.perez@bajio.example";
    private static final String LUCIAS = "lucia.ramos@bajio.example";
    private static final String PHRASE = "una frase larga de lucia";

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser browser = new FormBrowser();
    private final Map<String, Object> more = new HashMap<>();
    private Service service;
    private String key;

    @BeforeEach
    void start() {
        service = Service.start(properties());
        key = service.firstStart().supervisorKey().orElseThrow();
        enter(browser, "SUPERVISOR", key);
        browser.submit(browser.get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        browser.submit(browser.get(at("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
        connect(browser, "/usuarios");
    }

    @AfterEach
    void stop() {
        service.close();
        simulator.close();
    }

    @Test
    void aMailGoesThroughTheOutboxAndItsStoryIsKept() {
        Page sent = send(browser, "Constancia");
        assertThat(sent.text("#respuesta")).startsWith("250");

        Page list = browser.get(at("/bandeja"));
        assertThat(list.text("#lista tbody tr")).contains("Constancia", "ana@cliente.example", "Enviado", "hoy");
        assertThat(list.text("#estado-SENT")).isEqualTo("Enviados 1 24 h");
        assertThat(list.has(".plot svg rect.sent")).isTrue();
        assertThat(list.text(".plot svg desc"))
                .isEqualTo("Por hora: 1 enviados, 0 que no se enviaron, y hasta 0 en espera a la vez.");
        assertThat(list.text(".nodes li")).contains("activo");
        assertThat(list.has(WAITING_FOR_SOMEBODY)).isFalse();

        Page mail = browser.get(at(list.document().select("#lista tbody a").attr("href")));
        assertThat(mail.text("#lista-intentos tbody tr")).contains("Aceptado", "250");
        assertThat(mail.text("#message-id")).isEqualTo(sent.text("#message-id"));
        assertThat(mail.has(".mail-actions")).isFalse();
        Page eml = browser.get(at(mail.document().select("#descargar").attr("href")));
        assertThat(eml.status()).isEqualTo(200);
        assertThat(eml.document().text()).contains("Subject: Constancia");
    }

    @Test
    void anEndedPermissionHoldsTheMailUntilAutenticarLetsItGo() {
        revoke();

        Page held = send(browser, "Constancia");
        assertThat(held.text("#fallo")).contains("Presiona Autenticar y elige " + MAILBOX, "No se perdió nada");
        assertThat(held.text("#estado-correo")).isEqualTo("En espera");
        Page list = browser.get(at("/bandeja"));
        assertThat(list.text("#cabeza .account .pill")).isEqualTo("Requiere autenticarse");
        assertThat(list.text("#cabeza .account .say")).contains("Presiona Autenticar");
        assertThat(list.text("#estado-HELD")).isEqualTo("En espera 1");
        assertThat(list.text(WAITING_FOR_SOMEBODY)).isEqualTo("1");
        assertThat(list.text(".side a[aria-current]")).contains("1 correo espera a alguien");

        Page consent = browser.submit(held.form("form[action$=/autenticar]"));
        Page back = browser.submit(consent.form("#consent").press("button[value=allow]"));
        assertThat(back.uri().getPath()).isEqualTo(held.uri().getPath());
        await(browser, held.uri(), page -> page.has("#enviado"));

        assertThat(subjects()).containsExactly("Constancia");
        assertThat(browser.get(at("/bandeja")).has(WAITING_FOR_SOMEBODY)).isFalse();
        assertThat(browser.get(at("/bandeja")).text("#cabeza .pill")).isEqualTo("Al corriente");
    }

    @Test
    void whatWasNotSentIsTakenBackChangedAndSentAnew() {
        press(browser, "/bandeja", "form[action$=/pausar]");
        Page waits = send(browser, "Con un error");
        assertThat(waits.text("#fallo")).startsWith("La cuenta " + MAILBOX + " está en pausa");
        assertThat(waits.has("#envio")).isFalse();

        Page open = browser.submit(waits.form("form[action$=/retirar]"));
        assertThat(open.text(".good")).startsWith("El correo se retiró de la bandeja de salida");
        assertThat(open.document().select("#subject").attr("value")).isEqualTo("Con un error");
        assertThat(open.document().select("ul.files li")).hasSize(1);
        press(browser, "/bandeja", "form[action$=/reanudar]");
        Page sent =
                browser.submit(open.form("#envio").type("subject", "Sin error").press("#enviar"));

        await(browser, sent.uri(), page -> page.has("#enviado"));
        assertThat(subjects()).containsExactly("Sin error");
        assertThat(browser.get(at("/bandeja?estado=CANCELLED")).text("#lista tbody tr"))
                .contains("Con un error");
    }

    @Test
    void pressingTwiceSendsOnce() {
        Page empty = browser.get(at("/envios/nuevo"));
        Page first = browser.submit(filled(empty, "Una vez"));
        Page second = browser.submit(filled(empty, "Una vez"));
        assertThat(second.uri()).isEqualTo(first.uri());
        await(browser, first.uri(), page -> page.has("#enviado"));

        Page other = browser.submit(filled(empty, "Otro, desde la página anterior"));
        assertThat(other.uri()).isNotEqualTo(first.uri());
        await(browser, other.uri(), page -> page.has("#enviado"));
        assertThat(subjects()).containsExactly("Una vez", "Otro, desde la página anterior");
    }

    @Test
    void aRefusedMailIsChangedAndSentAsANewOne() {
        simulator.smtp().onRecipient("ana@cliente.example", "550 5.1.1 no such person");
        Page failed = send(browser, "Constancia");
        assertThat(failed.text("#fallo")).startsWith("El servidor no aceptó ninguna de las direcciones");
        assertThat(failed.has("#envio")).isTrue();

        Page sent = browser.submit(
                failed.form("#envio").type("to", "luz@cliente.example").press("#enviar"));
        await(browser, sent.uri(), page -> page.has("#enviado"));
        // The page that showed the failure is behind: what it sends again is not sent.
        Page again = browser.submit(
                failed.form("#envio").type("to", "luz@cliente.example").press("#enviar"));

        assertThat(again.has("#enviado")).isTrue();
        assertThat(subjects()).containsExactly("Constancia");
        assertThat(browser.get(at("/bandeja")).document().select("#lista tbody tr"))
                .hasSize(2);
    }

    @Test
    void manyAreHeldReleasedCancelledAndTriedAgain() {
        press(browser, "/bandeja", "form[action$=/pausar]");
        accept(4, "Recibo ", "recibos");
        Page paused = browser.get(at("/bandeja"));
        assertThat(paused.text("#cabeza .account .pill")).isEqualTo("En pausa");
        assertThat(paused.text("#cabeza .account .note")).contains("Presiona Reanudar para que salgan sus 4 correos");
        assertThat(paused.text("#cabeza .batch")).isEqualTo("recibos 0 de 4");

        Page cancelled = act(paused, "CANCEL", "Recibo 0", "Recibo 1");
        assertThat(cancelled.text(".good")).isEqualTo("2 correos se cancelaron y no saldrán.");
        press(browser, "/bandeja", "form[action$=/reanudar]");
        await(browser, at("/bandeja?estado=SENT"), page -> rows(page) == 2);
        assertThat(subjects()).containsExactlyInAnyOrder("Recibo 2", "Recibo 3");

        Page retried = act(browser.get(at("/bandeja")), "RETRY", "Recibo 0", "Recibo 2");
        assertThat(retried.text(".good"))
                .isEqualTo("1 correo se intenta de nuevo. 1 sigue igual: ya salió, o su estado no lo permite.");
        await(browser, at("/bandeja?estado=SENT"), page -> rows(page) == 3);
        assertThat(act(browser.get(at("/bandeja")), "CANCEL", "Recibo 2").text(".say"))
                .startsWith("No se cambió nada");
        assertThat(act(browser.get(at("/bandeja")), "RETRY").text(".say")).startsWith("No marcaste ningún correo");

        simulator.smtp().onCommand("RCPT", "451 4.3.0 come back later", 1);
        Page later = send(browser, "Más tarde");
        assertThat(later.text("#fallo")).contains("No tienes que hacer nada: lo intentamos otra vez hoy");
        assertThat(act(browser.get(at("/bandeja")), "HOLD", "Más tarde").text(".good"))
                .startsWith("1 correo quedó retenido");
        assertThat(browser.get(later.uri()).text("#fallo")).startsWith("Este correo está retenido");
        assertThat(act(browser.get(at("/bandeja?estado=HELD")), "RELEASE", "Más tarde")
                        .text(".good"))
                .startsWith("1 correo se soltó");
        await(browser, later.uri(), page -> page.has("#enviado"));
    }

    @Test
    void nobodySeesOrTouchesWhatIsAnothers() {
        FormBrowser lucia = lucia();
        press(browser, "/bandeja?cuenta=1", "form[action$=/pausar]");
        send(browser, "Confidencial");
        Page list = browser.get(at("/bandeja?palabras=confidencial"));
        String mail = list.document().select("#lista tbody a").attr("href");
        String id = mail.substring(mail.lastIndexOf('/') + 1);

        assertThat(lucia.get(at("/bandeja")).text("main")).doesNotContain("Confidencial", MAILBOX);
        assertThat(lucia.get(at("/bandeja?cuenta=1")).text("main")).doesNotContain("Confidencial", MAILBOX);
        assertThat(lucia.get(at("/bandeja?palabras=confidencial")).has("#lista"))
                .isFalse();
        assertThat(lucia.get(at("/bandeja/cabeza?abiertos=" + id)).document().text())
                .doesNotContain("En pausa", MAILBOX);
        assertThat(lucia.get(at("/bandeja")).has(".nodes")).isFalse();
        for (String path : List.of(mail, mail + "/avance?v=", mail + "/correo.eml", "/bandeja/999999")) {
            assertThat(lucia.get(at(path)).status()).as(path).isEqualTo(403);
        }
        for (String action : List.of(mail + "/acciones", "/bandeja/acciones")) {
            assertThat(forge(lucia, action, Map.of("accion", "CANCEL", "id", id, "volver", "/bandeja")))
                    .as(action)
                    .isEqualTo(403);
        }
        for (String action : List.of("autenticar", "pausar", "reanudar")) {
            assertThat(forge(lucia, "/bandeja/cuentas/1/" + action, Map.of("volver", "/bandeja")))
                    .as(action)
                    .isEqualTo(403);
        }
        assertThat(browser.get(at(mail)).text("#estado")).isEqualTo("En espera");

        send(lucia, "De Lucía");
        Page seen = browser.get(at("/bandeja?palabras=lucía"));
        assertThat(seen.text("#lista tbody tr")).contains("De Lucía", LUCIAS, "Enviado");
        String lucias = seen.document().select("#lista tbody a").attr("href");
        assertThat(browser.get(at(lucias)).has("#descargar")).isFalse();
        assertThat(browser.get(at(lucias + "/correo.eml")).status()).isEqualTo(403);
        assertThat(lucia.get(at(lucias + "/correo.eml")).status()).isEqualTo(200);
    }

    @Test
    void formsAreRefusedWithoutTheirTokenAndLeadNowhereElse() throws IOException, InterruptedException {
        HttpResponse<String> forged = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(at("/bandeja/acciones"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("accion=CANCEL&id=1"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(forged.statusCode()).isEqualTo(403);
        for (String place : List.of("https://otro.example/", "//otro.example/bandeja", "/bandeja/../salir")) {
            assertThat(forge(browser, "/bandeja/cuentas/1/pausar", Map.of("volver", place)))
                    .isEqualTo(400);
        }
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        press(browser, "/bandeja", "form[action$=/pausar]");
        accept(120, "Constancia ", "retenciones 2026 & más");
        Page first = browser.get(at("/bandeja?lote=retenciones+2026+%26+m%C3%A1s"));
        List<String> found = new ArrayList<>(subjectsOf(first));
        Page page = first;
        while (page.has("#mas-antiguos")) {
            page = browser.get(at(page.document().select("#mas-antiguos").attr("href")));
            found.addAll(subjectsOf(page));
        }

        assertThat(found).hasSize(120).doesNotHaveDuplicates();
        assertThat(found.getFirst()).isEqualTo("Constancia 119");
        assertThat(found.getLast()).isEqualTo("Constancia 0");
        assertThat(rows(first)).isEqualTo(50);
        assertThat(first.text("#estado-HELD")).isEqualTo("En espera 120");
        assertThat(subjectsOf(browser.get(at("/bandeja?palabras=constancia+77"))))
                .containsExactly("Constancia 77");
        assertThat(browser.get(at("/bandeja?palabras=nadie")).has("#nada")).isTrue();
    }

    @Test
    void theHeadAnswersOnlyWhereSomethingChanged() {
        send(browser, "Constancia");
        await(browser, at("/bandeja"), page -> page.text("#cabeza .pill").equals("Al corriente"));
        Page list = browser.get(at("/bandeja"));
        URI renew = at(list.document().select("#cabeza").attr("hx-get"));

        assertThat(browser.get(renew).status()).isEqualTo(204);
        press(browser, "/bandeja", "form[action$=/pausar]");
        Page changed = browser.get(renew);

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("#cabeza .account .pill")).isEqualTo("En pausa");
        assertThat(changed.has("#estados[hx-swap-oob]")).isTrue();
        assertThat(changed.has("h1")).isFalse();
    }

    @Test
    void aRestartInterruptsNothing() {
        press(browser, "/bandeja", "form[action$=/pausar]");
        Page waits = send(browser, "Sigue su camino");
        service.close();
        service = Service.start(properties());
        enter(browser, "SUPERVISOR", key);

        URI draft = at(waits.uri().getPath());
        assertThat(browser.get(draft).text("#fallo")).startsWith("La cuenta " + MAILBOX + " está en pausa");
        press(browser, "/bandeja", "form[action$=/reanudar]");
        await(browser, draft, page -> page.has("#enviado"));
        assertThat(subjects()).containsExactly("Sigue su camino");
    }

    @Test
    void wherePeopleDecideALostAnswerWaitsForThem() {
        again(Map.of("valija.outbox.unknown", "hold"));
        simulator.smtp().loseReplyOn("CONTENT", 2);
        Page one = send(browser, "Uno");
        assertThat(one.text("#estado-correo")).isEqualTo("Por confirmar");
        assertThat(one.text("#fallo")).contains("Revisa la carpeta Enviados de " + MAILBOX, "Ya llegó");
        Page two = send(browser, "Dos");
        assertThat(browser.get(at("/bandeja")).text(WAITING_FOR_SOMEBODY)).isEqualTo("2");

        Page settled = browser.submit(one.form("form:has(#accion-SETTLE)"));
        assertThat(settled.text(".good")).startsWith("1 correo quedó como entregado");
        assertThat(settled.text("#fallo")).startsWith("Este correo se dio por entregado");
        browser.submit(two.form("form:has(#accion-RETRY)"));
        await(browser, two.uri(), page -> page.has("#enviado"));
        assertThat(subjects()).containsExactly("Uno", "Dos", "Dos");
    }

    @Test
    void theQuotaOfADayIsCountedAndSaid() {
        again(Map.of("valija.providers[0].quota.per-day", "2"));
        send(browser, "Uno");
        assertThat(browser.get(at("/bandeja")).text("#cabeza .lines .hint")).contains("queda 1 de 2 hoy");
        send(browser, "Dos");
        Page third = send(browser, "Tres");

        assertThat(third.text("#fallo"))
                .startsWith("Gmail no acepta más correos")
                .contains("No tienes que hacer nada");
        Page list = browser.get(at("/bandeja"));
        assertThat(list.text("#cabeza .account .pill")).isEqualTo("Llegó a su límite");
        assertThat(list.text("#cabeza .account .note"))
                .contains("límite de 2 al día", "El correo que falta sale solo a partir de mañana");
        assertThat(list.has(WAITING_FOR_SOMEBODY)).isFalse();
    }

    @Test
    void aLargeMailIsStagedAndArrives() {
        Page sent = browser.submit(browser.get(at("/envios/nuevo"))
                .form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", "Grande")
                .attach("files", "a.zip", "application/zip", new byte[3_000_000])
                .press("#enviar"));
        await(browser, sent.uri(), page -> page.has("#enviado"));
        assertThat(simulator.inbox().messages().getFirst().parts().getLast().content())
                .hasSize(3_000_000);
    }

    @Test
    void englishBesideIt() {
        revoke();
        send(browser, "Constancia");
        Page list = browser.get(at("/bandeja?idioma=en"));

        assertThat(list.text("h1")).isEqualTo("Outbox");
        assertThat(list.text("#cabeza .account .pill")).isEqualTo("Needs authentication");
        assertThat(list.text("#lista tbody tr")).contains("On hold");
        assertThat(list.text("#estado-HELD")).isEqualTo("On hold 1");
        assertThat(list.document().text()).doesNotContain("??");
    }

    private void again(Map<String, Object> settings) {
        service.close();
        more.putAll(settings);
        service = Service.start(properties());
        enter(browser, "SUPERVISOR", key);
    }

    private void revoke() {
        simulator.google().expireAccessTokens();
        simulator.google().revokeGrantsOf(MAILBOX);
    }

    /** Registers Lucía, has her change her key, and authenticates her mailbox. */
    private FormBrowser lucia() {
        Page created = browser.submit(browser.get(at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", "lucia")
                .type("recoveryEmail", LUCIAS));
        String given = created.text("#clave-nueva");
        FormBrowser lucia = new FormBrowser();
        enter(lucia, "LUCIA", given);
        lucia.submit(lucia.get(at("/clave"))
                .form("#cambio")
                .type("actual", given)
                .type("nueva", PHRASE)
                .type("confirmacion", PHRASE));
        connect(lucia, "/usuarios/LUCIA");
        return lucia;
    }

    private void connect(FormBrowser who, String page) {
        who.submit(who.get(at(page)).form("#autenticar").tick("oauth").press("#recordar"));
        Page consent = who.submit(who.get(at(page)).form("#autenticar").press("#autenticar-boton"));
        who.submit(consent.form("#consent").press("button[value=allow]"));
    }

    private void enter(FormBrowser who, String code, String word) {
        who.submit(who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", word));
    }

    private Page send(FormBrowser who, String subject) {
        Page sent = who.submit(filled(who.get(at("/envios/nuevo")), subject));
        return Awaitility.await().until(() -> who.get(sent.uri()), page -> !page.has("ol.progress"));
    }

    private static FilledForm filled(Page page, String subject) {
        return page.form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", subject)
                .attach("files", "a.xml", "text/xml", "<a/>".getBytes(StandardCharsets.UTF_8))
                .press("#enviar");
    }

    /** Mails in the outbox, as another program of the same database hands them in. */
    private void accept(int mails, String subject, String batch) {
        Outbox outbox = new Outbox(SqliteFiles.open(folder.resolve("valija.db")), Clock.systemUTC());
        for (int i = 0; i < mails; i++) {
            OutgoingMail mail = OutgoingMail.builder()
                    .from(MAILBOX)
                    .to("ana@cliente.example")
                    .subject(subject + i)
                    .text("Hola.")
                    .build();
            try (MimeContent content = MimeContent.of(mail)) {
                outbox.enqueue(NewMail.of(1, Lane.BULK, mail).in(batch), content);
            }
        }
    }

    private void press(FormBrowser who, String page, String form) {
        assertThat(who.submit(who.get(at(page)).form(form)).status()).isEqualTo(200);
    }

    /** Ticks mails of the list and presses a button over it. */
    private Page act(Page list, String action, String... subjects) {
        for (String subject : subjects) {
            list.document()
                    .select("#lista input[name=id][aria-label='Marcar «" + subject + "»']")
                    .attr("checked", "checked");
        }
        return browser.submit(list.form("#lista").press("button[value=" + action + "]"));
    }

    /** Posts what no page of this user's offers, with a token of their own. */
    private int forge(FormBrowser who, String action, Map<String, String> fields) {
        Page page = who.get(at("/bandeja"));
        Element form = page.document().select("form[action$=/salir]").getFirst();
        form.attr("action", action);
        fields.forEach((name, value) -> form.appendElement("input")
                .attr("type", "hidden")
                .attr("name", name)
                .attr("value", value));
        return who.submit(page.form("form[action='" + action + "']")).status();
    }

    private static void await(FormBrowser who, URI page, Predicate<Page> wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> wanted.test(who.get(page)));
    }

    private static int rows(Page list) {
        return list.document().select("#lista tbody tr").size();
    }

    private static List<String> subjectsOf(Page list) {
        return list.document()
                .select("#lista tbody td.address:nth-child(2) > a")
                .eachText();
    }

    private List<String> subjects() {
        return simulator.inbox().messages().stream()
                .map(message -> message.mime().header("Subject").orElse(""))
                .toList();
    }

    private URI at(String path) {
        return URI.create(service.address() + path);
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        properties.putAll(more);
        properties.put("valija.zone", "America/Mexico_City");
        return properties;
    }
}

package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.InSpanish;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.secrets.Sha256;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.TestDatabase;

/** Asking for a link, and what links let their bearers do. */
@ExtendWith(InSpanish.class)
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
class RecoveryTest {

    private static final String NEW_KEY = "otra frase larga de lucia";

    @Parameter
    TestDatabase database;

    @TempDir
    Path folder;

    private RecoveryOffice office;
    private FormBrowser lucia;

    @BeforeEach
    void start() throws IOException {
        office = new RecoveryOffice(database, folder);
        lucia = office.lucia();
        assertThat(office.chooseMailbox().text(".good")).contains(RecoveryOffice.MAILBOX);
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void aLinkSetsTheKeyOnceEndsTheSessionsAndIsTold() {
        office.ask(" lucia ");
        ReceivedMessage mail = office.mails(1).getFirst();
        URI link = office.link(1);
        office.ask("LUCIA");
        URI second = office.link(2);

        assertThat(RecoveryOffice.recipient(mail)).isEqualTo(RecoveryOffice.LUCIAS);
        assertThat(mail.envelope().sender()).isEqualTo(RecoveryOffice.MAILBOX);
        assertThat(RecoveryOffice.text(mail))
                .contains("Hola, Lucía Ramos:", "usuario LUCIA de Valija (Comercial del Bajío)", "dura 30 minutos");
        for (int scanner = 0; scanner < 3; scanner++) {
            assertThat(new FormBrowser().get(link).text("main")).contains("Al cambiar la clave de LUCIA");
        }
        assertThat(RecoveryOffice.isIn(lucia, office.at("/usuarios"))).isTrue();

        Page changed = office.change(link, NEW_KEY);

        assertThat(changed.uri().getPath()).isEqualTo("/entrar");
        assertThat(changed.text(".good")).isEqualTo("Tu clave cambió. Entra con la nueva.");
        assertThat(RecoveryOffice.isIn(lucia, office.at("/usuarios"))).isFalse();
        assertThat(RecoveryOffice.isIn(office.supervisor, office.at("/usuarios")))
                .isTrue();
        assertThat(office.enter(lucia, "LUCIA", RecoveryOffice.LUCIAS_KEY).has("#entrada"))
                .isTrue();
        assertThat(office.enter(lucia, "LUCIA", NEW_KEY).has("#entrada")).isFalse();
        assertNotGood(link);
        assertNotGood(second);
        ReceivedMessage notice = office.mails(3).getLast();
        assertThat(RecoveryOffice.recipient(notice)).isEqualTo(RecoveryOffice.LUCIAS);
        assertThat(notice.mime().header("Subject")).hasValue("Tu clave de Valija cambió");
        assertThat(RecoveryOffice.text(notice)).doesNotContain("http", NEW_KEY);
    }

    @Test
    void aKeyThatDoesNotFitIsSaidAndTheLinkStaysGood() {
        office.ask("LUCIA");
        URI link = office.link(1);
        FormBrowser somebody = new FormBrowser();

        Page tooShort = somebody.submit(
                somebody.get(link).form("#clave-nueva").type("nueva", "corta").type("confirmacion", "corta"));
        Page another = somebody.submit(
                tooShort.form("#clave-nueva").type("nueva", NEW_KEY).type("confirmacion", NEW_KEY + "."));

        assertThat(tooShort.text("#nueva-error")).isEqualTo("La clave nueva lleva al menos 12 caracteres");
        assertThat(another.text("#confirmacion-error")).isEqualTo("Las dos claves nuevas no son iguales");
        assertThat(RecoveryOffice.isIn(lucia, office.at("/usuarios"))).isTrue();
        assertThat(office.change(link, NEW_KEY).has("#entrada")).isTrue();
    }

    @Test
    void linksThatAreNotGoodAreAllAnsweredAlike() {
        office.ask("LUCIA");
        URI good = office.link(1);
        Page forged =
                assertNotGood(office.at("/recuperar/" + RecoveryToken.random().value()));
        List<Page> others = new ArrayList<>();
        others.add(assertNotGood(office.at("/recuperar/1")));
        others.add(assertNotGood(URI.create(good + "x")));
        others.add(assertNotGood(
                URI.create(good.toString().substring(0, good.toString().length() - 1))));

        office.supervisor.submit(office.supervisor
                .get(office.at("/usuarios/LUCIA"))
                .form("#registro")
                .type("recoveryEmail", "otra@bajio.example"));
        others.add(assertNotGood(good));
        office.supervisor.submit(office.supervisor
                .get(office.at("/usuarios/LUCIA"))
                .form("#registro")
                .type("recoveryEmail", RecoveryOffice.LUCIAS));
        assertThat(new FormBrowser().get(good).has("#clave-nueva")).isTrue();
        lucia.submit(lucia.get(office.at("/clave"))
                .form("#cambio")
                .type("actual", RecoveryOffice.LUCIAS_KEY)
                .type("nueva", NEW_KEY)
                .type("confirmacion", NEW_KEY));
        others.add(assertNotGood(good));
        office.ask("LUCIA");
        // Mails 2 and 3 told of the changes of the address.
        URI late = office.link(4);
        expireLinks();
        others.add(assertNotGood(late));

        assertThat(others).allSatisfy(page -> assertThat(page.text("main")).isEqualTo(forged.text("main")));
        assertThat(office.enter(lucia, "LUCIA", NEW_KEY).has("#entrada")).isFalse();
    }

    @Test
    void aLinkThatExpiresWhileItsFormIsOpenChangesNothing() {
        office.ask("LUCIA");
        FormBrowser somebody = new FormBrowser();
        Page form = somebody.get(office.link(1));
        expireLinks();

        Page answer =
                somebody.submit(form.form("#clave-nueva").type("nueva", NEW_KEY).type("confirmacion", NEW_KEY));

        assertThat(answer.status()).isEqualTo(410);
        assertThat(RecoveryOffice.isIn(lucia, office.at("/usuarios"))).isTrue();
    }

    @Test
    void whoAsksLearnsNothingOfWhoExists() {
        office.supervisor.submit(office.supervisor
                .get(office.at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", "SINCORREO"));

        List<Page> answers =
                List.of(office.ask("NADIE"), office.ask("SINCORREO"), office.ask("<b>\n' OR 1=1"), office.ask("LUCIA"));

        assertThat(answers).extracting(Page::status).containsOnly(200);
        assertThat(answers).extracting(page -> page.uri().toString()).containsOnly(office.at("/recuperar?pedida") + "");
        assertThat(answers)
                .extracting(page -> page.text("main"))
                .containsOnly(answers.getFirst().text("main"));
        assertThat(answers.getFirst().text("#pedida")).startsWith("Si el usuario existe y tiene correo");
        office.link(1);
        office.awaitsDesk();
        assertThat(outboxMails()).hasSize(1);
    }

    @Test
    void twentyRequestsInARowAreSlowedAlikeForWhoExistsAndWhoDoesNot() {
        List<String> ofLucia = new ArrayList<>();
        List<String> ofNobody = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ofLucia.add(office.ask("LUCIA").text("main"));
            ofNobody.add(office.ask("NADIE").text("main"));
        }

        assertThat(ofNobody).isEqualTo(ofLucia);
        assertThat(ofLucia.subList(0, 3)).allMatch(text -> text.contains("Si el usuario existe"));
        assertThat(ofLucia.subList(3, 20))
                .allMatch(text -> text.contains("Se pidieron demasiados enlaces Espera un minuto y pide otro."));
        office.mails(3);
        office.awaitsDesk();
        assertThat(outboxMails()).hasSize(3);
    }

    @Test
    void oneAddressThatAsksForManyUsersIsSlowed() {
        for (int i = 0; i < 10; i++) {
            assertThat(office.ask("NADIE" + i).has("#pedida")).isTrue();
        }

        assertThat(office.ask("NADIE10").text(".say")).startsWith("Se pidieron demasiados enlaces");
    }

    @Test
    void theLinkStandsInTheMailAloneAndNobodyReadsThatInTheConsole(CapturedOutput output) {
        office.ask("LUCIA");
        URI link = office.link(1);
        String token = link.getPath().substring("/recuperar/".length());
        new FormBrowser().get(link);
        long id = outboxMails().getFirst().id();

        Page detail = office.supervisor.get(office.at("/bandeja/" + id));
        assertThat(detail.status()).isEqualTo(200);
        assertThat(detail.document().outerHtml()).doesNotContain(token, "correo.eml");
        assertThat(office.supervisor
                        .get(office.at("/bandeja/" + id + "/correo.eml"))
                        .status())
                .isEqualTo(403);
        assertThat(token).hasSize(43);
        assertThat(office.bean(RecoveryLinkTable.class).find(new RecoveryToken(token).hash(), Instant.now()))
                .hasValueSatisfying(stored ->
                        assertThat(stored.toString()).contains("LUCIA").doesNotContain(token));
        office.change(link, NEW_KEY);
        assertNotGood(link);
        assertThat(output.getAll())
                .contains("LUCIA has set a new key by a link")
                .doesNotContain(token);
    }

    @Test
    void thePagesAreKeptNowhereAndTellTheirAddressToNobody() throws IOException, InterruptedException {
        office.ask("LUCIA");
        for (URI page : List.of(office.at("/recuperar"), office.link(1), office.at("/recuperar/forged"))) {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());

            assertThat(answer.headers().allValues("Referrer-Policy"))
                    .as(page.getPath())
                    .containsExactly("no-referrer");
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(answer.body()).doesNotContain("<script");
        }
    }

    @Test
    void theLinkLeadsToWhereTheRequestCameInWhateverItCallsThisConsole() {
        FormBrowser byName = new FormBrowser();
        byName.submit(byName.get(URI.create("http://localhost:" + office.port() + "/recuperar"))
                .form("#recuperar")
                .type("usuario", "LUCIA"));

        assertThat(office.link(1)).hasHost("127.0.0.1").hasPort(office.port());
    }

    @Test
    void aMailThatDidNotLeaveInTimeIsTakenBack() {
        Outbox outbox = office.bean(Outbox.class);
        outbox.pause(1);
        office.ask("LUCIA");
        office.awaitsDesk();
        OutboxMail held = outboxMails().getFirst();
        assertThat(held.endedAt()).isEmpty();

        expireLinks();
        office.bean(RecoveryDesk.class).tidy();

        assertThat(outbox.find(held.id()))
                .hasValueSatisfying(mail -> assertThat(mail.state()).isEqualTo(MessageState.CANCELLED));
        assertThat(office.bean(RecoveryLinkTable.class).expired(Instant.now(), 10))
                .isEmpty();
    }

    @Test
    void whatAKilledNodeLeftBehindIsAnsweredUnlessItIsTooLate() {
        RecoveryRequestTable requests = office.bean(RecoveryRequestTable.class);
        Instant now = office.bean(Clock.class).instant();
        requests.insert(request(now.minus(Recovery.LIFETIME)));
        requests.insert(request(now.minusSeconds(60)));

        office.bean(RecoveryDesk.class).answer();

        assertThat(requests.oldest(10)).isEmpty();
        assertThat(office.change(office.link(1), NEW_KEY).has("#entrada")).isTrue();
        assertThat(outboxMails()).hasSize(2);
    }

    private RecoveryRequest request(Instant askedAt) {
        return RecoveryRequest.of(Sha256.hex("LUCIA"), office.at("/"), Locale.of("es", "MX"), askedAt);
    }

    private List<OutboxMail> outboxMails() {
        return office.bean(Outbox.class)
                .search(MailFilter.ALL, Optional.empty(), 100)
                .mails();
    }

    private void expireLinks() {
        office.sql("UPDATE recovery_link SET expires_at = '2026-01-01T00:00:00.000Z'");
    }

    private static Page assertNotGood(URI link) {
        Page page = new FormBrowser().get(link);
        assertThat(page.status()).as(link.toString()).isEqualTo(410);
        assertThat(page.text("#no-sirve h1")).isEqualTo("Este enlace ya no sirve");
        assertThat(page.has("#clave-nueva")).isFalse();
        return page;
    }
}

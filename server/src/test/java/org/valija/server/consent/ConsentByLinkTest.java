package org.valija.server.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.outbox.Outbox;
import org.valija.server.InSpanish;
import org.valija.server.Nodes;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditFilter;
import org.valija.server.audit.AuditLog;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.TestDatabase;

/** An administrator asks by a link, and the mailbox's owner authorises in a browser that never entered. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class ConsentByLinkTest {

    private static final Pattern LINK = Pattern.compile("http\\S+/autorizar/[A-Za-z0-9_-]{43}");

    @TempDir
    Path folder;

    private final FormBrowser owner = new FormBrowser();
    private Nodes office;
    private Page registered;

    @BeforeEach
    void start() throws IOException {
        office = new Nodes(TestDatabase.SQLITE, folder, 1);
        registered = office.register("lucia", "Lucía Ramos", Nodes.LUCIAS, "SENDER");
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void theMailsLinkConnectsTheMailboxOnce() {
        office.chooseMailbox(office.connect("SUPERVISOR", Nodes.MAILBOX));
        Page asked = ask("MAIL");
        assertThat(asked.text(".good"))
                .isEqualTo("El enlace para autorizar " + Nodes.LUCIAS + " va en camino a " + Nodes.LUCIAS + ". Sale de "
                        + Nodes.MAILBOX + ".");
        ReceivedMessage mail = office.mails(1).getFirst();
        assertThat(Nodes.recipient(mail)).isEqualTo(Nodes.LUCIAS);
        assertThat(Nodes.text(mail)).contains("Hola, Lucía Ramos:", "(Comercial del Bajío)", "sirve una vez");
        URI link = link(Nodes.text(mail));
        assertThat(Jsoup.parse(html(mail)).select("a").attr("href")).isEqualTo(link.toString());

        Page page = owner.get(link);
        assertThat(page.text("main"))
                .contains("te pide permiso para enviar correo desde " + Nodes.LUCIAS, "Comercial del Bajío", "Gmail");
        assertThat(list().text("#solicitudes .pill")).isEqualTo("Abierto");
        Page end = give(page, Nodes.LUCIAS);

        assertThat(end.text(".good")).startsWith(Nodes.LUCIAS + " quedó autorizado");
        assertThat(account()).map(Grant::state).hasValue(GrantState.CONNECTED);
        assertThat(account()).map(Grant::userCode).hasValue("LUCIA");
        assertThat(owner.get(office.at("/cuentas")).has("#entrada"))
                .as("the owner has not entered")
                .isTrue();
        assertThat(office.supervisor.get(office.at("/cuentas")).text("nav a[href=/autorizaciones] .n"))
                .isEqualTo("1");
        assertThat(list().text("#solicitudes .pill")).isEqualTo("Autorizado");
        assertThat(office.supervisor.get(office.at("/cuentas")).has("nav a[href=/autorizaciones] .n"))
                .isFalse();

        Page again = owner.get(link);
        assertThat(again.has("#autenticar")).isFalse();
        assertThat(again.text(".good")).startsWith(Nodes.LUCIAS + " quedó autorizado");
        assertThat(owner.submit(page.form("#autenticar")).has("#consent")).isFalse();
    }

    @Test
    void whoAskedHearsOnceByMailThatItWasGiven() {
        office.chooseMailbox(office.connect("SUPERVISOR", Nodes.MAILBOX));
        URI link = shown(ask("COPY"));

        give(owner.get(link), Nodes.LUCIAS);
        ReceivedMessage told = office.mails(1).getFirst();
        office.bean(ConsentUpkeep.class).run();
        office.bean(ConsentLinks.class)
                .given(office.bean(ConsentLinkTable.class).requests(1).getFirst());

        assertThat(Nodes.recipient(told)).isEqualTo(Nodes.MAILBOX);
        assertThat(Nodes.text(told))
                .contains(
                        "Se dio el permiso que pediste para " + Nodes.LUCIAS + " en Valija (Comercial del Bajío)",
                        "para el usuario LUCIA");
        Awaitility.await().until(() -> office.bean(Outbox.class).waiting().isEmpty());
        assertThat(office.simulator.inbox().messages()).hasSize(1);
    }

    /** The browser's way back may be cut off after the account is authenticated. */
    @Test
    void whatWasGivenAndNotNotedIsToldByTheUpkeep() {
        office.chooseMailbox(office.connect("SUPERVISOR", Nodes.MAILBOX));
        ask("COPY");
        office.connect("LUCIA", Nodes.LUCIAS);

        office.bean(ConsentUpkeep.class).run();
        office.bean(ConsentUpkeep.class).run();

        assertThat(Nodes.text(office.mails(1).getFirst())).contains("Se dio el permiso que pediste");
        Awaitility.await().until(() -> office.bean(Outbox.class).waiting().isEmpty());
        assertThat(office.simulator.inbox().messages()).hasSize(1);
    }

    @Test
    void withoutAnAccountThatCanSendTheConsoleAloneTells() {
        long account = office.connect("SUPERVISOR", Nodes.MAILBOX);
        office.chooseMailbox(account);
        office.bean(Outbox.class).pause(account);
        URI link = shown(ask("COPY"));

        give(owner.get(link), Nodes.LUCIAS);

        assertThat(office.bean(Outbox.class).waiting()).isEmpty();
        assertThat(news()).isEqualTo("1");
    }

    @Test
    void whoAskedSeesOnceThatNobodyGaveItInTime() {
        ask("COPY");
        assertThat(news()).isEmpty();
        office.sql("UPDATE consent_link SET expires_at = '2026-01-01T00:00:00.000Z'");

        assertThat(news()).isEqualTo("1");
        Page list = list();
        assertThat(list.text("#solicitudes .pill")).isEqualTo("Venció");
        assertThat(list.text("#solicitudes .fresh")).isEqualTo("Nueva");
        assertThat(news()).isEmpty();
        assertThat(list().has("#solicitudes .fresh")).isFalse();
    }

    private String news() {
        return office.supervisor.get(office.at("/cuentas")).text("nav a[href=/autorizaciones] .n");
    }

    @Test
    void anotherMailboxIsRefusedAndTheLinkStaysGood() {
        URI link = shown(ask("COPY"));
        Page other = give(owner.get(link), Nodes.MAILBOX);
        assertThat(other.text(".say")).startsWith("Te autenticaste con otro correo: " + Nodes.MAILBOX);
        assertThat(account()).isEmpty();

        Page denied = owner.submit(owner.submit(owner.get(link).form("#autenticar"))
                .form("#consent")
                .press("button[value=deny]"));
        assertThat(denied.text(".say")).startsWith("No se dio el permiso");
        assertThat(list().text("#solicitudes .pill")).isEqualTo("Dijo que no");

        assertThat(give(owner.get(link), Nodes.LUCIAS).has(".good")).isTrue();
        assertThat(account()).isPresent();
    }

    @Test
    void ofTwoWhoHaveTheLinkTheSecondAnswerCountsNoMore() {
        URI link = shown(ask("COPY"));
        FormBrowser second = new FormBrowser();
        Page late = second.submit(second.get(link).form("#autenticar"));
        give(owner.get(link), Nodes.LUCIAS);
        Grant first = account().orElseThrow();

        Page refused = second.submit(
                late.form("#consent").type("account", Nodes.LUCIAS).press("button[value=allow]"));

        assertThat(refused.text("main")).contains(Nodes.LUCIAS + " quedó autorizado");
        assertThat(account().orElseThrow().connectedAt()).isEqualTo(first.connectedAt());
    }

    @Test
    void withoutASystemMailboxTheLinkIsShownOnce() {
        Page form = office.supervisor.get(office.at("/autorizaciones/nueva?usuario=LUCIA"));
        assertThat(form.has("#how-mail[disabled]")).isTrue();
        assertThat(form.has("#how-copy[checked]")).isTrue();
        assertThat(form.text(".note")).contains("Solo desde este equipo");

        Page asked = ask("COPY");
        URI link = shown(asked);
        assertThat(list().has("#enlace-nuevo")).isFalse();
        assertThat(list().document().html()).doesNotContain(link.getPath());
        assertThat(give(owner.get(link), Nodes.LUCIAS).has(".good")).isTrue();
    }

    @Test
    void anExpiredLinkOpensNothing() {
        URI link = shown(ask("COPY"));
        Page early = owner.get(link);
        office.sql("UPDATE consent_link SET expires_at = '2026-01-01T00:00:00.000Z'");

        assertThat(owner.get(link).text("main")).contains("Este enlace ya venció");
        assertThat(owner.submit(early.form("#autenticar")).text("main")).contains("Este enlace ya venció");
        assertThat(list().text("#solicitudes .pill")).isEqualTo("Venció");
        assertThat(account()).isEmpty();
    }

    @Test
    void whatIsTakenBackOpensNothingAndASecondLinkTakesTheFirstOnesPlace() {
        URI first = shown(ask("COPY"));
        office.supervisor.submit(list().form("form[action$=/retirar]"));
        assertThat(list().text("#solicitudes .pill")).isEqualTo("Retirado");
        assertThat(owner.get(first).text("main")).contains("Este enlace se retiró");

        URI second = shown(
                office.supervisor.submit(list().form("form[action$=/otra-vez]").press("button[value=COPY]")));
        Page replaced = owner.get(first);
        assertThat(replaced.status()).isEqualTo(404);
        assertThat(replaced.text("main")).contains("Este enlace no sirve", "más reciente");
        assertThat(give(owner.get(second), Nodes.LUCIAS).has(".good")).isTrue();
    }

    @Test
    void aMailWhoseLinkHasEndedIsTakenBackBeforeItLeaves() {
        long account = office.connect("SUPERVISOR", Nodes.MAILBOX);
        office.chooseMailbox(account);
        office.bean(Outbox.class).pause(account);
        ask("MAIL");
        office.sql("UPDATE consent_link SET expires_at = '2026-01-01T00:00:00.000Z'");

        office.bean(ConsentUpkeep.class).run();
        office.bean(Outbox.class).resume(account);

        assertThat(office.bean(Outbox.class).waiting()).isEmpty();
        assertThat(office.simulator.inbox().messages()).isEmpty();
    }

    @Test
    void askedAgainWhileItIsGivenNothingIsMailedOrNoted() {
        office.chooseMailbox(office.connect("SUPERVISOR", Nodes.MAILBOX));
        shown(ask("COPY"));
        Page open = list();
        // As when the owner authorises between the look at the request and the write.
        office.sql("CREATE TRIGGER given_meanwhile BEFORE UPDATE OF link_hash ON consent_link"
                + " BEGIN SELECT RAISE(IGNORE); END");

        Page again =
                office.supervisor.submit(open.form("form[action$=/otra-vez]").press("button[value=MAIL]"));

        assertThat(again.text(".good")).startsWith("Esa autorización ya se dio");
        assertThat(office.bean(Outbox.class).waiting()).isEmpty();
        assertThat(office.simulator.inbox().messages()).isEmpty();
        assertThat(office.bean(AuditLog.class).search(AuditFilter.ALL, Optional.empty(), 100))
                .filteredOn(entry -> entry.action().equals(AuditAction.CONSENT_ASKED.name()))
                .hasSize(1);
    }

    @Test
    void whoMayNotAskNeitherSeesNorAsks() {
        FormBrowser lucia = office.enter("lucia", registered);
        ask("COPY");

        assertThat(lucia.get(office.at("/cuentas")).has("nav a[href=/autorizaciones]"))
                .isFalse();
        assertThat(lucia.get(office.at("/autorizaciones")).status()).isEqualTo(403);
        assertThat(lucia.get(office.at("/autorizaciones/nueva")).status()).isEqualTo(403);
        for (String action : List.of("/autorizaciones", "/autorizaciones/" + "x".repeat(43) + "/retirar")) {
            Page own = lucia.get(office.at("/usuarios/LUCIA"));
            own.document().select("#registro").attr("action", action);
            assertThat(lucia.submit(own.form("#registro")).status()).as(action).isEqualTo(403);
        }
    }

    @Test
    void whatIsTypedWrongIsSaidAtItsField() {
        Page form = office.supervisor.get(office.at("/autorizaciones/nueva"));
        Page wrong = office.supervisor.submit(form.form("#pedir")
                .type("user", "")
                .type("email", "no es un correo")
                .type("how", "COPY"));

        assertThat(wrong.text("#user-error")).isEqualTo("Elige un usuario que pueda entrar");
        assertThat(wrong.text("#email-error")).startsWith("Escribe el correo que se autoriza");
        assertThat(list().has(".empty")).isTrue();
    }

    private Page ask(String how) {
        return office.supervisor.submit(office.supervisor
                .get(office.at("/autorizaciones/nueva?usuario=LUCIA"))
                .form("#pedir")
                .type("how", how));
    }

    private Page list() {
        return office.supervisor.get(office.at("/autorizaciones"));
    }

    private static URI shown(Page page) {
        assertThat(page.has("#enlace-nuevo")).as(page.text("main")).isTrue();
        return URI.create(page.text("#enlace-nuevo"));
    }

    private Page give(Page page, String account) {
        Page consent = owner.submit(page.form("#autenticar"));
        return owner.submit(consent.form("#consent").type("account", account).press("button[value=allow]"));
    }

    private Optional<Grant> account() {
        return office.bean(OAuth.class).vault().grantsOf("LUCIA").stream().findFirst();
    }

    private static URI link(String text) {
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return URI.create(link.group());
    }

    private static String html(ReceivedMessage mail) {
        return mail.mime().leaves().stream()
                .filter(part -> part.contentType().equals("text/html"))
                .map(MimePart::text)
                .findFirst()
                .orElseThrow();
    }
}

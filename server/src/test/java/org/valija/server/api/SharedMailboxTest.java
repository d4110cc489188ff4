package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.server.InSpanish;
import org.valija.server.api.ApiClient.Answer;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.outbox.MailAction;
import org.valija.server.outbox.OutgoingMails;
import org.valija.server.recovery.SystemMails;
import org.valija.sql.Database;

/** A mailbox that is shared with a profile: its users send from it, and its owner keeps it. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class SharedMailboxTest {

    private static final String MAIL = "{\"from\":\"%s\",\"to\":[\"ana@cliente.example\"],\"subject\":\"Compartida\"}";

    @TempDir
    Path folder;

    private ApiFixture service;
    private final FormBrowser lucia = new FormBrowser();
    private long account;

    @BeforeEach
    void start() {
        service = new ApiFixture(folder, Map.of());
        account = service.connect("SUPERVISOR", ApiFixture.MAILBOX);
        String key = service.register("LUCIA", ApiFixture.LUCIAS);
        service.enter(lucia, "LUCIA", key);
        lucia.submit(lucia.get(service.at("/clave"))
                .form("#cambio")
                .type("actual", key)
                .type("nueva", "una frase larga de lucia")
                .type("confirmacion", "una frase larga de lucia"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void anothersMailboxIsNeitherSeenNorUsed() {
        assertThat(accounts()).doesNotContain(ApiFixture.MAILBOX);
        Answer refused = service.client(service.token(Optional.of("LUCIA")))
                .post("/api/v1/messages", MAIL.formatted(ApiFixture.MAILBOX));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().get("code").asString()).isEqualTo("no_such_account");
        assertThat(lucia.get(service.at("/cuentas/" + account + "/compartir")).status())
                .isEqualTo(403);
    }

    @Test
    void whoseProfileItIsSharedWithSendsFromItAndDoesNotManageIt() {
        share("perfil-SENDER");

        assertThat(accounts()).contains(ApiFixture.MAILBOX).contains("Compartida por SUPERVISOR");
        Page dialog = lucia.get(service.at("/envios/nuevo"));
        assertThat(dialog.document().select("#from").attr("value")).isEqualTo(ApiFixture.MAILBOX);
        Page sent = lucia.submit(draft("Del diálogo").form("#envio").press("#enviar"));
        Awaitility.await().until(() -> lucia.get(sent.uri()).has("#enviado"));
        Answer accepted = service.client(service.token(Optional.of("LUCIA")))
                .post("/api/v1/messages", MAIL.formatted(ApiFixture.MAILBOX));
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(lucia.get(service.at("/bandeja")).text("#lista")).contains("Compartida", "Del diálogo");
        assertThat(lucia.get(service.at("/bandeja")).has("form[action$=/pausar]"))
                .isFalse();
        assertThat(lucia.get(service.at("/usuarios/SUPERVISOR")).status()).isEqualTo(403);
    }

    /** Whoever could take a link to a key back, or hold it, would keep another out. */
    @Test
    void whatLetsOthersInIsNotOfWhoseProfileItIsSharedWith() {
        share("perfil-SENDER");
        service.pause(account);
        long link = link();
        String page = "/bandeja/" + link;
        ApiClient program = service.client(service.token(Optional.of("LUCIA")));

        assertThat(service.browser.get(service.at("/bandeja")).text("#lista")).contains("Tu clave");
        assertThat(lucia.get(service.at("/bandeja")).text("main")).doesNotContain("Tu clave");
        assertThat(lucia.get(service.at("/bandeja/cabeza?v=x&abiertos=" + link))
                        .document()
                        .outerHtml())
                .doesNotContain("Tu clave");
        assertThat(service.browser.get(service.at(page)).status()).isEqualTo(200);
        assertThat(lucia.get(service.at(page)).status()).isEqualTo(403);
        assertThat(program.get("/api/v1/messages").body().toString()).doesNotContain("Tu clave");
        assertThat(program.get("/api/v1/messages/" + link).status()).isEqualTo(404);
        assertThat(program.get("/api/v1/outbox")
                        .body()
                        .get("accounts")
                        .get(0)
                        .get("waiting")
                        .toString())
                .isEqualTo("{}");
        assertThat(service.client(service.token(Optional.of("SUPERVISOR")))
                        .get("/api/v1/outbox")
                        .body()
                        .get("accounts")
                        .get(0)
                        .get("waiting")
                        .toString())
                .isEqualTo("{\"HELD\":1}");
        assertThat(program.post("/api/v1/messages/" + link + "/cancel", "").status())
                .isEqualTo(404);
        asLucia(() -> {
            OutgoingMails mails = service.context().getBean(OutgoingMails.class);
            for (MailAction action : MailAction.values()) {
                assertThatThrownBy(() -> mails.act(action, List.of(link))).isInstanceOf(AccessDeniedException.class);
            }
            assertThatThrownBy(() -> mails.takeBack(link)).isInstanceOf(AccessDeniedException.class);
        });

        service.resume(account);
        service.simulator.inbox().await(1, Duration.ofSeconds(30));
    }

    private long link() {
        Grant from =
                service.context().getBean(OAuth.class).vault().grant(account).orElseThrow();
        OutgoingMail mail = OutgoingMail.builder(Clock.systemUTC())
                .from(ApiFixture.MAILBOX)
                .to("ana@cliente.example")
                .subject("Tu clave")
                .text("x")
                .build();
        SystemMails mails = service.context().getBean(SystemMails.class);
        return service.context()
                .getBean(Database.class)
                .inTransaction(connection -> mails.accept(connection, from, mail));
    }

    private static void asLucia(Runnable work) {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("LUCIA", ""));
        try {
            work.run();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    @Test
    void whatIsNotSharedAnyMoreSendsNothingMore() {
        share("perfil-SENDER");
        Page draft = draft("Ya no");
        unshare();

        Page refused = lucia.submit(lucia.get(draft.uri()).form("#envio").press("#enviar"));

        assertThat(refused.text("#resumen")).contains(ApiFixture.MAILBOX);
        assertThat(accounts()).doesNotContain(ApiFixture.MAILBOX);
        assertThat(service.simulator.inbox().messages()).isEmpty();
    }

    /** Saved with the option ticked, which enables what sends. */
    private Page draft(String subject) {
        return lucia.submit(lucia.get(service.at("/envios/nuevo"))
                .form("#envio")
                .type("to", "ana@cliente.example")
                .type("subject", subject)
                .tick("oauth")
                .press("button[value=guardar]"));
    }

    private String accounts() {
        return lucia.get(service.at("/cuentas")).text("main");
    }

    private void share(String box) {
        Page page = service.browser.get(service.at("/cuentas/" + account + "/compartir"));
        String profile = page.document().select("#" + box).attr("value");
        Page done = service.browser.submit(page.form("#compartir").type("perfil", profile));
        assertThat(done.text(".good")).contains(ApiFixture.MAILBOX);
    }

    private void unshare() {
        Page page = service.browser.get(service.at("/cuentas/" + account + "/compartir"));
        Page done = service.browser.submit(page.form("#compartir").type("perfil", ""));
        assertThat(done.text(".good")).contains("ya no se comparte con nadie");
    }
}

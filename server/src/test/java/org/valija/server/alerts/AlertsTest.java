package org.valija.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.OAuth;
import org.valija.oauth.Secret;
import org.valija.outbox.HoldKind;
import org.valija.outbox.Lane;
import org.valija.outbox.MessageState;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.InSpanish;
import org.valija.server.Nodes;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.recovery.SystemMailbox;
import org.valija.server.web.Moments;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** An account that loses its permission, on two nodes of one database: everybody who must hear does, once. */
@ParameterizedClass
@EnumSource
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class AlertsTest {

    private static final Pattern LINK = Pattern.compile("http\\S+/autorizar/[A-Za-z0-9_-]{43}");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String NEEDS = "account.needs-authentication";

    @Parameter
    private TestDatabase kind;

    @TempDir
    Path folder;

    private Nodes office;
    private Receiver receiver;
    private long lucias;
    private Page registered;

    @BeforeEach
    void start() throws IOException {
        office = new Nodes(kind, folder, 2);
        receiver = new Receiver();
        registered = office.register("lucia", "Lucía Ramos", Nodes.LUCIAS, "SENDER");
        office.chooseMailbox(office.connect("SUPERVISOR", Nodes.MAILBOX));
        lucias = office.connect("LUCIA", Nodes.LUCIAS);
        office.supervisor.submit(
                avisos().form("#publicar").type("direccion", receiver.address().toString()));
    }

    @AfterEach
    void stop() {
        office.close();
        receiver.close();
    }

    @Test
    void anEndedPermissionIsToldOnceAndAgainAfterItWasWell() {
        office.loses(lucias, Nodes.LUCIAS);
        List<ReceivedMessage> mails = office.mails(2);
        lookEverywhere();

        assertThat(office.mails(2)).extracting(Nodes::recipient).containsExactlyInAnyOrder(Nodes.LUCIAS, Nodes.MAILBOX);
        assertThat(office.simulator.inbox().messages()).hasSize(2);
        await(NEEDS, 1);
        assertThat(receiver.of(NEEDS)
                        .getFirst()
                        .json()
                        .at("/data/account/email")
                        .asString())
                .isEqualTo(Nodes.LUCIAS);
        assertThat(receiver.of(NEEDS)
                        .getFirst()
                        .json()
                        .at("/data/provider/name")
                        .asString())
                .isEqualTo("Gmail");
        Page accounts = office.supervisor.get(office.at("/cuentas"));
        assertThat(accounts.text(".banner")).contains(Nodes.LUCIAS + " requiere autenticarse");
        assertThat(accounts.text("nav a[href=/cuentas] .n")).isEqualTo("1");

        OutboxMail waiting = send();
        Awaitility.await().until(() -> state(waiting) == MessageState.HELD);
        give(link(mails));

        Awaitility.await().until(() -> state(waiting) == MessageState.SENT);
        lookEverywhere();
        assertThat(office.supervisor.get(office.at("/cuentas")).has(".banner")).isFalse();
        Awaitility.await()
                .untilAsserted(() -> assertThat(receiver.of("account.connected"))
                        .filteredOn(event -> event.json()
                                .at("/data/account/email")
                                .asString()
                                .equals(Nodes.LUCIAS))
                        .hasSizeGreaterThanOrEqualTo(1));

        office.loses(lucias, Nodes.LUCIAS);
        // Two of the first alert, the letter that had waited, and two of this one.
        assertThat(office.mails(5)).hasSize(5);
        lookEverywhere();
        await(NEEDS, 2);
        assertThat(office.simulator.inbox().messages()).hasSize(5);
    }

    @Test
    void anEventIsSignedAndTriedAgainUntilItIsTaken() {
        receiver.answers(500);
        receiver.answers(302);
        Page tried = office.supervisor.submit(avisos().form("#probar"));
        assertThat(tried.text("#prueba-fallo"))
                .contains("La prueba no llegó", "Contestó que no la recibió.", "HTTP 500");
        assertThat(tried.text("#entregas tr:has(code:contains(webhook.test)) .pill"))
                .isEqualTo("Se reintenta");
        for (WebhookQueue queue : office.beans(WebhookQueue.class)) {
            queue.deliver();
        }
        assertThat(receiver.of("webhook.test")).as("before its time").hasSize(1);

        office.clock.forward(WebhookQueue.PAUSES.getFirst().plusSeconds(1));
        deliverEverywhere();
        Awaitility.await().until(() -> receiver.of("webhook.test").size() == 2);
        // A node's own look may be the one that tries: when it has noted how that went, the next is due by the clock
        // again.
        Awaitility.await().until(() -> {
            office.clock.forward(WebhookQueue.PAUSES.get(1).plusSeconds(1));
            deliverEverywhere();
            return receiver.of("webhook.test").size() > 2;
        });

        List<Receiver.Event> tries = receiver.of("webhook.test");
        assertThat(tries).as("a redirect is not followed").hasSize(3);
        assertThat(tries)
                .extracting(Receiver.Event::id)
                .containsOnly(tries.getFirst().json().get("id").asString());
        assertThat(tries)
                .extracting(Receiver.Event::body)
                .containsOnly(tries.getFirst().body());
        assertThat(tries).extracting(Receiver.Event::signature).doesNotHaveDuplicates();
        Awaitility.await()
                .untilAsserted(() -> assertThat(avisos().text("#entregas tr:has(code:contains(webhook.test)) .pill"))
                        .isEqualTo("Llegó"));
    }

    @Test
    void whatIsOwedAndGivenUpIsTold() {
        receiver.answers(500);
        receiver.answers(410);
        office.supervisor.submit(avisos().form("#probar"));
        AlertStandings.Standing owed = office.bean(AlertStandings.class).now();
        assertThat(owed.owed()).isEqualTo(1);
        assertThat(owed.oldestOwed()).isPresent();
        assertThat(givenUp()).isZero();

        Awaitility.await().until(() -> {
            office.clock.forward(WebhookQueue.PAUSES.getFirst().plusSeconds(1));
            deliverEverywhere();
            return givenUp() == 1;
        });

        assertThat(office.bean(AlertStandings.class).now().owed()).isZero();
        assertThat(receiver.of("webhook.test")).hasSize(2);
    }

    private long givenUp() {
        return office.beans(AlertStandings.class).stream()
                .mapToLong(AlertStandings::givenUp)
                .sum();
    }

    @Test
    void whatIsInTheWayIsSaidInWords() {
        office.supervisor.submit(avisos().form("#publicar").type("direccion", "http://127.0.0.1:9/valija"));

        Page tried = office.supervisor.submit(avisos().form("#probar"));

        assertThat(tried.text("#prueba-fallo")).contains("Nadie contesta en esa dirección.");
        assertThat(tried.text("#entregas")).contains("Nadie contesta en esa dirección");
    }

    @Test
    void theSecretIsShownOnceAndSignsWhatComesAfter() {
        Page renewed = office.supervisor.submit(avisos().form("form[action$=/webhook/secreto]"));
        String secret = renewed.text("#secreto-nuevo");
        assertThat(secret).matches("whsec_[A-Za-z0-9_-]{43}");
        assertThat(avisos().document().html()).doesNotContain(secret);

        office.supervisor.submit(avisos().form("#probar"));

        Receiver.Event event = receiver.of("webhook.test").getFirst();
        Matcher signature = Pattern.compile("t=(\\d+),v1=[0-9a-f]{64}").matcher(event.signature());
        assertThat(signature.matches()).isTrue();
        assertThat(event.signature())
                .isEqualTo(WebhookSignature.of(
                        Secret.of(secret), Instant.ofEpochSecond(Long.parseLong(signature.group(1))), event.body()));

        office.supervisor.submit(avisos().form("form[action$=/webhook/quitar]"));
        assertThat(avisos().has("#probar")).isFalse();
    }

    @Test
    void aRefusedClientIsOneAlertForAllItsAccounts() {
        office.simulator.google().expireAccessTokens();
        office.simulator.google().fail(FailurePlan.tokenError("invalid_client").times(20));
        for (long account : List.of(1L, lucias)) {
            OutgoingMail mail = letter();
            try (MimeContent content = MimeContent.of(mail)) {
                office.bean(Outbox.class).enqueue(NewMail.of(account, Lane.INTERACTIVE, mail), content);
            }
        }
        await("account.needs-admin", 1);
        lookEverywhere();

        assertThat(receiver.of("account.needs-admin")).hasSize(1);
        assertThat(office.bean(AlertTable.class).lasting())
                .extracting(alert -> alert.about().kind())
                .contains(EventKind.ACCOUNT_NEEDS_ADMIN, EventKind.SYSTEM_MAILBOX_UNAVAILABLE)
                .doesNotContain(EventKind.ACCOUNT_NEEDS_AUTHENTICATION);
        await("system-mailbox.unavailable", 1);
        assertThat(office.simulator.inbox().messages())
                .as("no account can send")
                .isEmpty();
        assertThat(office.supervisor.get(office.at("/cuentas")).text(".banner"))
                .contains("Gmail no acepta el cliente OAuth");
    }

    @Test
    void aProviderThatIsLongAwayIsToldOnceAndEndsByItself() {
        office.simulator
                .google()
                .fail(FailurePlan.gmailError(503, "backendError", "Backend Error")
                        .retryAfter(Duration.ofMinutes(45)));
        OutboxMail mail = send();
        Outbox outbox = office.bean(Outbox.class);
        Awaitility.await().until(() -> outbox.holds().stream().anyMatch(hold -> hold.kind() == HoldKind.PROVIDER_DOWN));
        office.clock.forward(Duration.ofMinutes(25));
        lookEverywhere();
        assertThat(office.bean(AlertTable.class).lasting())
                .as("a provider is away for a while now and then")
                .isEmpty();

        office.clock.forward(Duration.ofMinutes(6));
        lookEverywhere();

        await("provider.unavailable", 1);
        assertThat(receiver.of("provider.unavailable")
                        .getFirst()
                        .json()
                        .at("/data/provider/name")
                        .asString())
                .isEqualTo("Gmail");
        ReceivedMessage told = office.mails(1).getFirst();
        assertThat(Nodes.recipient(told)).isEqualTo(Nodes.MAILBOX);
        assertThat(Nodes.text(told)).contains("El correo de " + Nodes.LUCIAS + " espera", "No se perdió nada");
        Page accounts = office.supervisor.get(office.at("/cuentas"));
        assertThat(accounts.text(".banner"))
                .contains("Gmail no recibe correo desde hace rato: el de " + Nodes.LUCIAS + " espera");
        assertThat(accounts.text("nav a[href=/sistema/avisos] .n")).isEqualTo("1");
        lookEverywhere();
        assertThat(office.simulator.inbox().messages()).hasSize(1);

        Awaitility.await().until(() -> outbox.waiting().stream().allMatch(count -> count.grantId() == lucias));
        office.simulator
                .google()
                .fail(FailurePlan.gmailError(503, "backendError", "Backend Error")
                        .retryAfter(Duration.ofMinutes(45))
                        .delayed(Duration.ofSeconds(4)));
        office.clock.forward(Duration.ofMinutes(20));
        Awaitility.await().atMost(PATIENCE).until(() -> state(mail) == MessageState.SENDING);
        lookEverywhere();
        Awaitility.await().atMost(PATIENCE).until(() -> state(mail) != MessageState.SENDING);
        lookEverywhere();
        assertThat(office.bean(AlertTable.class).latest(9))
                .as("while it is tried again, and in vain")
                .hasSize(1)
                .allMatch(alert -> alert.endedAt().isEmpty());

        office.clock.forward(Duration.ofMinutes(50));
        Awaitility.await().atMost(PATIENCE).until(() -> state(mail) == MessageState.SENT);
        lookEverywhere();

        assertThat(office.bean(AlertTable.class).lasting()).isEmpty();
        assertThat(office.supervisor.get(office.at("/cuentas")).has(".banner")).isFalse();
        assertThat(receiver.of("provider.unavailable")).hasSize(1);
        assertThat(office.mails(2)).hasSize(2);
    }

    @Test
    void whoGetsThemIsChosenAmongAdministrators() {
        office.supervisor.submit(avisos().form("#destinatarios"));
        assertThat(avisos().has("#usuario-SUPERVISOR[checked]")).isTrue();
        assertThat(avisos().has("#usuario-LUCIA")).isFalse();
        Page none = avisos();
        none.document().select("#usuario-SUPERVISOR").removeAttr("checked");
        office.supervisor.submit(none.form("#destinatarios"));

        office.loses(lucias, Nodes.LUCIAS);

        assertThat(office.mails(1)).extracting(Nodes::recipient).containsExactly(Nodes.LUCIAS);
        lookEverywhere();
        assertThat(office.simulator.inbox().messages()).hasSize(1);
    }

    @Test
    void whoeverTheSaverDoesNotSeeStaysChosen() {
        office.sql("INSERT INTO profile_permission (profile, function, operation) VALUES"
                + " ('SENDER', 'ALERTS', 'VIEW'), ('SENDER', 'ALERTS', 'CHANGE')");
        FormBrowser lucia = office.enter("lucia", registered);
        Page own = lucia.get(office.at("/sistema/avisos"));
        assertThat(own.has("#usuario-SUPERVISOR")).isFalse();

        Page saved = lucia.submit(own.form("#destinatarios"));

        assertThat(saved.text(".good")).isEqualTo("Una persona más recibe los avisos por correo.");
        assertThat(office.bean(AlertRecipientTable.class).all()).containsExactly("SUPERVISOR");
    }

    @Test
    void whatAnotherNodeOpensWhileThisOneLooksIsNotEnded() {
        AlertTable meanwhile = new AlertTable(office.bean(Database.class)) {
            @Override
            List<Alert> lasting() {
                office.loses(lucias, Nodes.LUCIAS);
                office.beans(AlertWatch.class).getLast().look();
                return super.lasting();
            }
        };

        watch(meanwhile).look();

        List<Alert> told = office.bean(AlertTable.class).latest(9).stream()
                .filter(alert -> alert.about().kind() == EventKind.ACCOUNT_NEEDS_AUTHENTICATION)
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().endedAt()).isEmpty();
    }

    @Test
    void oneThatCannotBePutTogetherKeepsNoOtherFromLeaving() {
        office.supervisor.submit(office.supervisor
                .get(office.at("/sistema/cliente-oauth/1"))
                .form("#cliente")
                .type(
                        "secretExpires",
                        LocalDate.ofInstant(office.clock.instant(), ZoneOffset.UTC)
                                .plusDays(5)
                                .toString()));
        office.mails(1);
        office.sql("UPDATE alert SET mailed_at = NULL, detail = 'no day' WHERE kind = 'CLIENT_SECRET_EXPIRING'");

        office.loses(lucias, Nodes.LUCIAS);

        assertThat(office.mails(3)).extracting(Nodes::recipient).contains(Nodes.LUCIAS);
        assertThat(office.bean(AlertTable.class).lasting())
                .filteredOn(alert -> alert.mailedAt().isEmpty())
                .extracting(alert -> alert.about().kind())
                .as("still tried")
                .containsExactly(EventKind.CLIENT_SECRET_EXPIRING);
    }

    @Test
    void whileTheClientDoesNotOpenItsOwnerHearsWithoutALink() {
        office.loses(lucias, Nodes.LUCIAS);
        office.mails(2);
        office.sql("UPDATE oauth_client SET client_secret = 'edited'");

        office.sql("UPDATE alert SET mailed_at = NULL WHERE kind = 'ACCOUNT_NEEDS_AUTHENTICATION'");
        office.bean(AlertMails.class).send();

        List<String> toOwner = office.mails(4).stream()
                .filter(mail -> Nodes.recipient(mail).equals(Nodes.LUCIAS))
                .map(Nodes::text)
                .toList();
        assertThat(toOwner).hasSize(2);
        assertThat(toOwner).filteredOn(text -> LINK.matcher(text).find()).hasSize(1);
        assertThat(toOwner)
                .filteredOn(text -> text.contains("Entra a Valija y presiona Autenticar"))
                .hasSize(1);
    }

    /** The first node's, with that table. */
    private AlertWatch watch(AlertTable table) {
        return new AlertWatch(
                table,
                office.bean(ToldConnectionTable.class),
                office.bean(WebhookQueue.class),
                office.bean(WebhookEvents.class),
                office.bean(OAuth.class),
                office.bean(AwayProviders.class),
                office.bean(SystemMailbox.class),
                office.bean(Moments.class),
                office.bean(Database.class),
                office.clock);
    }

    private Page avisos() {
        return office.supervisor.get(office.at("/sistema/avisos"));
    }

    /** Every node looks at the same time, several times. */
    private void lookEverywhere() {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                office.beans(AlertWatch.class).forEach(watch -> all.execute(watch::look));
                office.beans(AlertMails.class).forEach(mails -> all.execute(mails::send));
            }
        }
        deliverEverywhere();
    }

    private void deliverEverywhere() {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            office.beans(WebhookQueue.class).forEach(queue -> all.execute(queue::deliver));
        }
    }

    private void await(String type, int count) {
        Awaitility.await().untilAsserted(() -> assertThat(receiver.of(type)).hasSize(count));
    }

    private OutboxMail send() {
        Outbox outbox = office.bean(Outbox.class);
        OutgoingMail mail = letter();
        try (MimeContent content = MimeContent.of(mail)) {
            return outbox.find(outbox.enqueue(NewMail.of(lucias, Lane.INTERACTIVE, mail), content)
                            .id())
                    .orElseThrow();
        }
    }

    private static OutgoingMail letter() {
        return OutgoingMail.builder(Clock.systemUTC())
                .from(Nodes.LUCIAS)
                .to("ana.alvarez@cliente.example")
                .subject("Constancia")
                .text("Hola")
                .build();
    }

    private MessageState state(OutboxMail mail) {
        return office.bean(Outbox.class).find(mail.id()).orElseThrow().state();
    }

    /** In the mail to the account's owner. */
    private static URI link(List<ReceivedMessage> mails) {
        String text = mails.stream()
                .filter(mail -> Nodes.recipient(mail).equals(Nodes.LUCIAS))
                .map(Nodes::text)
                .findFirst()
                .orElseThrow();
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return URI.create(link.group());
    }

    private static void give(URI link) {
        FormBrowser owner = new FormBrowser();
        Page consent = owner.submit(owner.get(link).form("#autenticar"));
        Page end = owner.submit(
                consent.form("#consent").type("account", Nodes.LUCIAS).press("button[value=allow]"));
        assertThat(end.text(".good")).startsWith(Nodes.LUCIAS + " quedó autorizado");
    }
}

package org.valija;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.mail.Attachment;
import org.valija.mail.ContentSource;
import org.valija.mail.GmailApi;
import org.valija.mail.HoldReason;
import org.valija.mail.Outcome;
import org.valija.mail.OutgoingMail;
import org.valija.mail.SubmissionServer;
import org.valija.oauth.Consent;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;
import org.valija.oauth.TransportKind;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.SimulatedGoogle;
import org.valija.simulator.inbox.Envelope;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.TestDatabase;

/** Gmail's two roads, by the library as a program uses it. */
@SuppressWarnings("NullAway.Init")
class GmailRoadsTest {

    private static final String JUAN = "juan.perez@bajio.example";
    private static final String GMAIL_SEND = "https://www.googleapis.com/auth/gmail.send";
    private static final String ALL_MAIL = "https://mail.google.com/";
    private static final long ALWAYS = Long.MAX_VALUE;
    private static final long NEVER = 0;

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private ClienteOauth correo;

    @BeforeEach
    void open() {
        open(ALWAYS);
    }

    /** @param atOnceBelow a mail of so many octets goes up resumably */
    private void open(long atOnceBelow) {
        URI base = simulator.httpUri();
        correo = ClienteOauth.configure(TestDatabase.sqlite(folder.resolve("valija.db")), folder.resolve("valija.keys"))
                .provider(
                        Provider.gmail().toBuilder()
                                .issuer(base.toString())
                                .authorizationEndpoint(base.resolve("/o/oauth2/v2/auth"))
                                .tokenEndpoint(base.resolve("/token"))
                                .revocationEndpoint(base.resolve("/revoke"))
                                .userInfoEndpoint(base.resolve("/v1/userinfo"))
                                .build(),
                        SubmissionServer.implicitTls("localhost", simulator.smtpsPort()),
                        GmailApi.at(base).resumableFrom(atOnceBelow))
                .trust(simulator.caCertificateFile())
                .open();
        correo.register(client());
    }

    private static OAuthClient client() {
        return OAuthClient.desktop(
                Provider.GMAIL, SimulatedGoogle.DEMO_CLIENT.id(), Secret.of(SimulatedGoogle.DEMO_CLIENT.secret()));
    }

    private void reopen(long atOnceBelow) {
        correo.close();
        open(atOnceBelow);
    }

    @AfterEach
    void close() {
        correo.close();
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {ALWAYS, NEVER})
    void theApiBringsBothFilesByteForByteAndShowsBccToNobody(long atOnceBelow) throws IOException {
        reopen(atOnceBelow);
        byte[] large = new byte[900_000];
        new Random(7).nextBytes(large);
        Path pdf = Files.write(folder.resolve("retención 91778.pdf"), large);
        Path xml = Files.writeString(folder.resolve("retención 91778.xml"), "<r a='ñ'/>\n.\r\n..\r");
        Grant grant = authenticate();

        Outcome outcome = correo.send(grant, mail().attach(pdf).attach(xml).build());

        assertThat(grant.scopes()).contains(GMAIL_SEND).doesNotContain(ALL_MAIL);
        ReceivedMessage received = received();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Delivered.class, delivered -> {
            assertThat(delivered.reply().text()).matches("Gmail id [0-9a-f]{16}");
            assertThat(delivered.refused()).isEmpty();
        });
        assertThat(received.envelope().way()).isEqualTo(Envelope.Way.GMAIL_API);
        assertThat(received.envelope().authenticatedUser()).contains(JUAN);
        assertThat(received.envelope().recipients())
                .containsExactlyInAnyOrder(
                        "ana@cliente.example", "beto@cliente.example", "copia@bajio.example", "otra@bajio.example");
        assertThat(text(received)).doesNotContainIgnoringCase("bcc:").doesNotContain("copia@", "otra@");
        List<MimePart> attachments =
                received.mime().leaves().stream().filter(MimePart::isAttachment).toList();
        assertThat(attachments.get(0).content()).isEqualTo(large);
        assertThat(attachments.get(1).content()).isEqualTo(Files.readAllBytes(xml));
        assertThat(simulator.smtp().connections()).isZero();
    }

    @Test
    void smtpWritesNoBccEither() {
        correo.register(client().sendingBy(TransportKind.SMTP));
        Grant grant = authenticate();

        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        assertThat(grant.scopes()).contains(ALL_MAIL).doesNotContain(GMAIL_SEND);
        assertThat(received().envelope().way()).isEqualTo(Envelope.Way.SMTP);
        assertThat(received().envelope().recipients()).contains("copia@bajio.example", "otra@bajio.example");
        assertThat(text(received())).doesNotContainIgnoringCase("bcc:").doesNotContain("copia@", "otra@");
        assertThat(simulator.google().mailRequests()).isZero();
    }

    @Test
    void aMailForHiddenRecipientsAloneArrivesAndNamesNobody() {
        Outcome outcome = correo.send(
                authenticate(),
                OutgoingMail.builder()
                        .from(JUAN)
                        .bcc("copia@bajio.example")
                        .subject("Oculto")
                        .text("x")
                        .build());

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(received().envelope().recipients()).containsExactly("copia@bajio.example");
        assertThat(text(received())).doesNotContain("copia@");
    }

    @Test
    void theFullPermissionServesBothRoadsAsIsSet() {
        correo.register(client().sendingBy(TransportKind.SMTP));
        Grant grant = authenticate();
        assertThat(correo.accounts().possible(grant)).containsExactly(TransportKind.GMAIL_API, TransportKind.SMTP);

        correo.register(client().sendingBy(TransportKind.GMAIL_API));

        assertThat(correo.accounts().transportOf(grant)).contains(TransportKind.GMAIL_API);
        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        assertThat(received().envelope().way()).isEqualTo(Envelope.Way.GMAIL_API);
    }

    @Test
    void thePermissionToSendGoesOnByTheApiWhateverIsSet() {
        Grant grant = authenticate();
        correo.register(client().sendingBy(TransportKind.SMTP));
        correo.accounts().choose(grant.id(), TransportKind.SMTP);

        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        assertThat(received().envelope().way()).isEqualTo(Envelope.Way.GMAIL_API);
    }

    @Test
    void anAccountMayTakeAnotherRoadThanTheRestAndComeBack() {
        correo.register(client().sendingBy(TransportKind.SMTP));
        Grant grant = authenticate();

        correo.accounts().choose(grant.id(), TransportKind.GMAIL_API);
        assertThat(correo.accounts().transportOf(grant)).contains(TransportKind.GMAIL_API);
        correo.accounts().follow(grant.id());
        assertThat(correo.accounts().transportOf(grant)).contains(TransportKind.SMTP);
    }

    @ParameterizedTest
    @ValueSource(longs = {ALWAYS, NEVER})
    void aTokenThatIsRefusedIsRenewedOnceAndTheMailLeaves(long atOnceBelow) {
        reopen(atOnceBelow);
        Grant grant = authenticate();
        simulator.google().expireAccessTokens();

        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        assertThat(simulator.google().refreshRequests()).isEqualTo(1);
    }

    @Test
    void aTokenThatIsRefusedAgainHoldsTheMailAndKeepsTheGrant() {
        Grant grant = authenticate();
        simulator
                .google()
                .fail(FailurePlan.gmailError(401, "authError", "Invalid Credentials")
                        .times(9));

        assertThat(correo.send(grant, mail().build()))
                .isEqualTo(new Outcome.Held(HoldReason.NEEDS_AUTHENTICATION, "401 authError: Invalid Credentials"));
        assertThat(simulator.google().mailRequests()).isEqualTo(2);
        assertThat(simulator.google().refreshRequests()).isEqualTo(1);
        Grant after = correo.grantsOf("JUAN").get(0);
        assertThat(after.state()).isEqualTo(GrantState.CONNECTED);
        assertThat(after.lastError())
                .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo("mail_refused"));
    }

    @ParameterizedTest
    @CsvSource({
        "403, dailyLimitExceeded, Daily Limit Exceeded, QUOTA_REACHED",
        "403, accessNotConfigured, Gmail API has not been used in project 1, API_DISABLED",
        "403, insufficientPermissions, Insufficient Permission, PERMISSION_MISSING",
        "400, failedPrecondition, Mail service not enabled, MAILBOX_MISSING",
        "403, domainPolicy, The domain administrators have disabled Gmail apps., ACCESS_BLOCKED",
    })
    void whatIsNotAboutTheMailHoldsItUntilItIsMended(int status, String reason, String message, HoldReason held) {
        Grant grant = authenticate();
        simulator.google().fail(FailurePlan.gmailError(status, reason, message));

        assertThat(correo.send(grant, mail().build()))
                .isInstanceOfSatisfying(
                        Outcome.Held.class,
                        outcome -> assertThat(outcome.reason()).isEqualTo(held));
        assertThat(simulator.google().refreshRequests()).isZero();
        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
    }

    @Test
    void aServerThatAsksForPatienceSaysHowMuch() {
        Grant grant = authenticate();
        simulator
                .google()
                .fail(FailurePlan.gmailError(429, "rateLimitExceeded", "Too many requests")
                        .retryAfter(Duration.ofSeconds(90)));

        assertThat(correo.send(grant, mail().build()))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.retryAfter()).contains(Duration.ofSeconds(90)));
    }

    @Test
    void anAnswerThatIsLostIsUnknownAtOnceAndAskedForWhenTheUploadWasResumable() {
        Grant grant = authenticate();
        simulator.google().fail(FailurePlan.answerLost().atGmail());
        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Unknown.class);
        assertThat(simulator.inbox().messages()).hasSize(1);

        reopen(NEVER);
        simulator.google().fail(FailurePlan.slow(Duration.ZERO).atGmail());
        simulator.google().fail(FailurePlan.answerLost().atGmail());
        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Delivered.class);
        assertThat(simulator.inbox().messages()).hasSize(2);

        simulator.google().fail(FailurePlan.slow(Duration.ZERO).atGmail());
        simulator.google().fail(FailurePlan.closedWithoutAnswer().atGmail());
        assertThat(correo.send(grant, mail().build())).isInstanceOf(Outcome.Deferred.class);
        assertThat(simulator.inbox().messages()).hasSize(2);
    }

    @Test
    void anAnswerThatIsNoneSaysSo() {
        Grant grant = authenticate();
        simulator.google().fail(FailurePlan.html().atGmail());
        simulator
                .google()
                .fail(FailurePlan.status(502).body("<html>Bad gateway</html>").atGmail());

        assertThat(correo.send(grant, mail().build()))
                .isEqualTo(new Outcome.Unknown("HTTP 200 (text/html): not an answer of Gmail's API"));
        assertThat(correo.send(grant, mail().build()))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.detail())
                                .isEqualTo("HTTP 502 (text/html): not an answer of Gmail's API"));
    }

    @Test
    void aMailTooLargeForGmailIsRefusedByGmailAndUnasked() {
        Grant grant = authenticate();
        simulator.google().setLargestMail(100);
        assertThat(correo.send(grant, mail().build()))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.cause()).isEqualTo(Outcome.RejectCause.SIZE));
        long asked = simulator.google().mailRequests();

        OutgoingMail huge = mail().attach(new Attachment(
                        "enorme.bin", "application/octet-stream", ContentSource.of(new byte[27 * 1024 * 1024])))
                .build();

        assertThat(correo.send(grant, huge)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.cause()).isEqualTo(Outcome.RejectCause.SIZE);
            assertThat(rejected.reply().text()).startsWith("not sent");
        });
        assertThat(simulator.google().mailRequests()).isEqualTo(asked);
    }

    @Test
    void oneThatRevokedAtGoogleIsHeldWithinOneAttempt() {
        Grant grant = authenticate();
        simulator.google().revokeGrantsOf(JUAN);

        assertThat(correo.send(grant, mail().build()))
                .isInstanceOfSatisfying(
                        Outcome.Held.class,
                        held -> assertThat(held.reason()).isEqualTo(HoldReason.NEEDS_AUTHENTICATION));
        assertThat(correo.grantsOf("JUAN").get(0).state()).isEqualTo(GrantState.NEEDS_AUTHENTICATION);
    }

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void theRoadCanBePreferredWithoutAnyPage(TransportKind kind) {
        try (ClienteOauth other = ClienteOauth.configure(
                        TestDatabase.sqlite(folder.resolve("other.db")), folder.resolve("other.keys"))
                .sendingBy(Provider.GMAIL, kind)
                .open()) {
            assertThat(other.oauth().transportOf(Provider.GMAIL)).isEqualTo(kind);
            assertThat(other.oauth().transportOf(Provider.MICROSOFT)).isEqualTo(TransportKind.SMTP);
        }
    }

    private ReceivedMessage received() {
        return simulator.inbox().await(1, Duration.ofSeconds(5)).get(0);
    }

    private static String text(ReceivedMessage message) {
        return new String(message.content(), StandardCharsets.UTF_8);
    }

    private static OutgoingMail.Builder mail() {
        return OutgoingMail.builder()
                .from(JUAN)
                .to("Ana Álvarez <ana@cliente.example>")
                .cc("beto@cliente.example")
                .bcc("copia@bajio.example, \"Otra, Copia\" <otra@bajio.example>, ana@cliente.example")
                .subject("Constancia de retención nº 91778")
                .text("Hola, Ana:\n.\nva tu constancia.");
    }

    private static void follow(URI address) {
        try {
            HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Grant authenticate() {
        return correo.authenticate(
                "JUAN",
                Provider.GMAIL,
                JUAN,
                address -> new Thread(() -> follow(Consent.of(JUAN).allow(address))).start());
    }
}

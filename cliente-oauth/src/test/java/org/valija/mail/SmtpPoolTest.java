package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.mail.SmtpPool.Account;
import org.valija.oauth.Secret;
import org.valija.simulator.smtp.SmtpExtension;

class SmtpPoolTest {

    private static final Account ACCOUNT = new Account(7, Instant.parse("2026-03-04T12:00:00Z"));
    private static final String OUT_OF_STEP = "503 5.5.1 Bad sequence of commands";
    private static final ConnectionLimits WARM = new ConnectionLimits(2, 100, Duration.ofMinutes(10));

    private final MailServerFixture mail = new MailServerFixture();
    private final List<MimeContent> contents = new ArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private final SmtpPool pool = new SmtpPool(new SmtpClient(), nanoTime::get);

    @AfterEach
    void close() {
        pool.close();
        mail.close();
        contents.forEach(MimeContent::close);
    }

    @Test
    void manyMailsTakeOneConnectionAndOneAuthentication() {
        for (int i = 0; i < 10; i++) {
            assertDelivered(send(ACCOUNT, WARM));
        }

        assertThat(mail.smtp().connections()).isEqualTo(1);
        assertThat(mail.smtp().authentications()).isEqualTo(1);
        assertThat(mail.received()).hasSize(10);
    }

    @Test
    void noMoreConnectionsThanTheProviderBears() throws Exception {
        mail.smtp().stallOn("CONTENT", Duration.ofMillis(20), Integer.MAX_VALUE);
        ExecutorService people = Executors.newFixedThreadPool(12);
        try {
            List<Callable<Outcome>> mails = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                mails.add(() -> send(ACCOUNT, WARM));
            }
            for (Future<Outcome> sent : people.invokeAll(mails)) {
                assertDelivered(sent.get());
            }
        } finally {
            people.shutdown();
        }
        assertThat(mail.smtp().connections()).isLessThanOrEqualTo(2);
        assertThat(mail.received()).hasSize(24);
    }

    @Test
    void authenticatingAgainOpensAnotherConnection() {
        send(ACCOUNT, WARM);

        assertDelivered(send(new Account(7, ACCOUNT.connectedAt().plusSeconds(1)), WARM));

        assertThat(mail.smtp().authentications()).isEqualTo(2);
    }

    @Test
    void anotherGrantsConnectionIsNotUsed() {
        send(ACCOUNT, WARM);

        assertDelivered(send(new Account(8, ACCOUNT.connectedAt()), WARM));

        assertThat(mail.smtp().authentications()).isEqualTo(2);
    }

    @Test
    void droppedAccountKeepsNoConnection() {
        send(ACCOUNT, WARM);
        send(new Account(8, ACCOUNT.connectedAt()), WARM);

        pool.drop(7);

        assertThat(pool.idleConnections()).isEqualTo(1);
        Awaitility.await().untilAsserted(() -> assertThat(mail.lines()).contains("C: QUIT"));
    }

    @Test
    void accountDroppedDuringItsMailKeepsNoConnectionAfterwards() {
        OutgoingMail letter = letter();
        try (MimeContent content = MimeContent.of(letter)) {
            Parcel parcel = new Parcel(letter.envelope(), content, (step, sent, total) -> {
                if (step == DeliveryListener.Step.REPLY) {
                    pool.drop(7);
                }
            });
            assertThat(deliver(ACCOUNT, WARM, credentials(), parcel)).allSatisfy(SmtpPoolTest::assertDelivered);
        }

        assertThat(pool.idleConnections()).isZero();
    }

    @Test
    void manyTogetherGoOverAsManyConnectionsAsTheirShareAsks() {
        OutgoingMail letter = letter();
        try (MimeContent content = MimeContent.of(letter)) {
            Parcel[] parcels = new Parcel[7];
            Arrays.setAll(parcels, i -> new Parcel(letter.envelope(), content, DeliveryListener.SILENT));

            List<Outcome> outcomes =
                    deliver(ACCOUNT, new ConnectionLimits(2, 3, Duration.ofMinutes(10)), credentials(), parcels);

            assertThat(outcomes).hasSize(7).allSatisfy(SmtpPoolTest::assertDelivered);
            assertThat(mail.smtp().connections()).isEqualTo(3);
        }
    }

    @Test
    void whatIsLeftWhenNoConnectionComesAboutWasNotBegun() {
        OutgoingMail letter = letter();
        try (MimeContent content = MimeContent.of(letter)) {
            Parcel parcel = new Parcel(letter.envelope(), content, DeliveryListener.SILENT);
            Deque<Parcel> queue =
                    new ArrayDeque<>(List.of(parcel, new Parcel(letter.envelope(), content, parcel.listener())));
            ConnectionLimits one = new ConnectionLimits(2, 1, Duration.ofMinutes(10));
            List<Outcome> outcomes = new ArrayList<>();

            assertThatThrownBy(() -> pool.deliverAll(ACCOUNT, server(one), credentials(), queue, (sent, outcome) -> {
                        outcomes.add(outcome);
                        mail.smtp().stopListening();
                    }))
                    .isInstanceOf(SmtpConnectException.class);

            assertThat(outcomes).hasSize(1);
            assertThat(queue).hasSize(1);
        } finally {
            mail.smtp().listen();
        }
    }

    @Test
    void connectionThatTookItsShareIsClosed() {
        ConnectionLimits three = new ConnectionLimits(2, 3, Duration.ofMinutes(10));
        for (int i = 0; i < 7; i++) {
            assertDelivered(send(ACCOUNT, three));
        }

        assertThat(mail.smtp().connections()).isEqualTo(3);
    }

    @Test
    void connectionIdleTooLongIsClosed() {
        send(ACCOUNT, WARM);
        pool.sweep();
        assertThat(pool.idleConnections()).isEqualTo(1);

        nanoTime.addAndGet(WARM.idle().toNanos() + 1);
        pool.sweep();

        assertThat(pool.idleConnections()).isZero();
    }

    @Test
    void whoIsNotToBeKeptWarmIsNot() {
        send(ACCOUNT, new ConnectionLimits(2, 100, Duration.ZERO));

        assertThat(pool.idleConnections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionThatTheServerEndedMeanwhileIsReplacedUnseen(boolean idleForLong) {
        if (!idleForLong) {
            // Without a farewell nothing tells; by DATA the loss is seen before the content leaves.
            mail.smtp().disable(SmtpExtension.CHUNKING);
        }
        send(ACCOUNT, WARM);
        mail.smtp().dropConnections();
        Awaitility.await().until(() -> mail.smtp().openConnections() == 0);
        nanoTime.addAndGet(Duration.ofSeconds(idleForLong ? 5 : 0).toNanos());

        assertDelivered(send(ACCOUNT, WARM));

        assertThat(mail.received()).hasSize(2);
    }

    @Test
    void goodbyeToAWarmConnectionsFirstWordIsNoAnswerToTheMail() {
        send(ACCOUNT, WARM);
        mail.smtp().onCommand("MAIL", "421 4.4.2 you had enough", 1);

        assertDelivered(send(ACCOUNT, WARM));

        assertThat(mail.smtp().connections()).isEqualTo(2);
    }

    @Test
    void goodbyeToANewConnectionIsTheAnswer() {
        mail.smtp().onCommand("MAIL", "421 4.3.2 shutting down", 1);

        assertThat(send(ACCOUNT, WARM)).isInstanceOf(Outcome.Deferred.class);
        assertThat(mail.smtp().connections()).isEqualTo(1);
    }

    @Test
    void sessionWhosePermissionEndedIsReplacedAndTheRefusalIsSeen() {
        send(ACCOUNT, WARM);
        mail.setToken("another");
        SmtpCredentials old = new SmtpCredentials.OAuthToken(MailServerFixture.JUAN, Secret.of("ya29.short-token"));

        assertThatExceptionOfType(SmtpConnectException.class)
                .isThrownBy(() -> send(ACCOUNT, WARM, old))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(SmtpConnectException.Kind.AUTH_REFUSED));
    }

    @Test
    void chunkingThatWasALieIsNotBelievedAgain() {
        mail.smtp().onCommand("BDAT", "502 5.5.2 what?", 1);

        assertDelivered(send(ACCOUNT, WARM));
        pool.drop(7);
        assertDelivered(send(ACCOUNT, WARM));

        assertThat(mail.lines().stream().filter(line -> line.startsWith("C: BDAT")))
                .hasSize(1);
        assertThat(mail.received()).hasSize(2);
    }

    @Test
    void mailThatAWarmConnectionDidNotExpectGoesOverANewOne() {
        send(ACCOUNT, WARM);
        mail.smtp().onCommand("BDAT", OUT_OF_STEP, 1);

        assertDelivered(send(ACCOUNT, WARM));

        assertThat(mail.smtp().connections()).isEqualTo(2);
        assertThat(mail.received()).hasSize(2);
    }

    @Test
    void serverThatDoesNotExpectTheFirstMailEitherPutsItOff() {
        send(ACCOUNT, WARM);
        mail.smtp().onCommand("BDAT", OUT_OF_STEP, 2);

        assertThat(send(ACCOUNT, WARM))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.detail()).isEqualTo(OUT_OF_STEP));

        assertThat(mail.smtp().connections()).isEqualTo(2);
        assertDelivered(send(ACCOUNT, WARM));
    }

    @Test
    void mailsThatWereNotExpectedGoAgainInTheirOrder() {
        send(ACCOUNT, WARM);
        mail.smtp().onCommand("BDAT", OUT_OF_STEP, 8);

        deliver(ACCOUNT, WARM, credentials(), numbered(8));

        assertThat(mail.received().stream()
                        .skip(1)
                        .map(received -> received.mime().header("Subject").orElse("")))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    }

    @Test
    void serverThatNeverExpectsAnyPutsAllOff() {
        send(ACCOUNT, WARM);
        mail.smtp().onCommand("BDAT", OUT_OF_STEP, Integer.MAX_VALUE);

        assertThat(deliver(ACCOUNT, WARM, credentials(), numbered(5)))
                .hasSize(5)
                .allMatch(Outcome.Deferred.class::isInstance);
    }

    @Test
    void mailsThatAGoodbyeOvertookGoAgainInTheirOrder() {
        send(ACCOUNT, WARM);
        mail.smtp().onCommand("MAIL", "421 4.4.2 you had enough", 1);

        deliver(ACCOUNT, WARM, credentials(), numbered(8));

        assertThat(mail.received().stream()
                        .skip(1)
                        .map(received -> received.mime().header("Subject").orElse("")))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    }

    @Test
    void tlsSessionIsResumedOnTheNextConnection() {
        ConnectionLimits cold = new ConnectionLimits(2, 100, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertDelivered(send(ACCOUNT, cold));
        }

        assertThat(mail.smtp().connections()).isEqualTo(3);
        assertThat(mail.smtp().resumedTlsSessions()).isEqualTo(2);
    }

    private Parcel[] numbered(int mails) {
        Parcel[] parcels = new Parcel[mails];
        Arrays.setAll(parcels, i -> {
            OutgoingMail letter = letter(String.valueOf(i + 1));
            MimeContent content = MimeContent.of(letter);
            contents.add(content);
            return new Parcel(letter.envelope(), content, DeliveryListener.SILENT);
        });
        return parcels;
    }

    private Outcome send(Account account, ConnectionLimits limits) {
        return send(account, limits, credentials());
    }

    private Outcome send(Account account, ConnectionLimits limits, SmtpCredentials credentials) {
        OutgoingMail letter = letter();
        try (MimeContent content = MimeContent.of(letter)) {
            Parcel parcel = new Parcel(letter.envelope(), content, DeliveryListener.SILENT);
            return deliver(account, limits, credentials, parcel).get(0);
        }
    }

    private List<Outcome> deliver(
            Account account, ConnectionLimits limits, SmtpCredentials credentials, Parcel... parcels) {
        List<Outcome> outcomes = new ArrayList<>();
        Deque<Parcel> queue = new ArrayDeque<>(List.of(parcels));
        pool.deliverAll(account, server(limits), credentials, queue, (parcel, outcome) -> outcomes.add(outcome));
        assertThat(queue).isEmpty();
        return outcomes;
    }

    private SubmissionServer server(ConnectionLimits limits) {
        return mail.implicitTls().limited(limits);
    }

    private SmtpCredentials credentials() {
        return new SmtpCredentials.OAuthToken(MailServerFixture.JUAN, Secret.of(mail.token()));
    }

    private static OutgoingMail letter() {
        return letter("hola");
    }

    private static OutgoingMail letter(String subject) {
        return OutgoingMail.builder()
                .from(MailServerFixture.JUAN)
                .subject(subject)
                .to("ana@cliente.example")
                .text("hola")
                .build();
    }

    private static void assertDelivered(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    }
}

package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.RejectCause;
import org.valija.mail.ScriptedSmtpServer.Dialogue;
import org.valija.mail.ScriptedSmtpServer.Script;
import org.valija.simulator.smtp.SmtpExtension;
import org.valija.simulator.smtp.SmtpReplies;

/** Many mails over one connection: what is under way together, and what a refusal or a cut makes of it. */
class SmtpConvoyTest {

    private static final String[] FAST = {"PIPELINING", "CHUNKING"};

    private final List<MimeContent> contents = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<String> order = new ArrayList<>();

    @AfterEach
    void close() {
        contents.forEach(MimeContent::close);
    }

    @Test
    void eightMailsAreUnderWayOnceTheServerHasTakenOne() {
        play(
                20,
                server -> {
                    server.greet(FAST);
                    takeOne(server);
                    server.expectSmallMail();
                    for (int i = 0; i < 7; i++) {
                        expectNext(server);
                    }
                    // Only now a word: all eight came without one.
                    server.send("250 ok", "250 ok", "250 ok");
                    for (int i = 1; i < 8; i++) {
                        server.send("250 ok", "250 ok", "250 ok", "250 ok");
                    }
                    for (int i = 9; i < 20; i++) {
                        expectNext(server);
                        server.send("250 ok", "250 ok", "250 ok", "250 ok");
                    }
                },
                (connection, mails) -> {
                    connection.deliverAll(mails, this::told);
                    assertThat(outcomes).hasSize(20).allMatch(Outcome.Delivered.class::isInstance);
                    assertThat(order)
                            .containsExactlyElementsOf(IntStream.range(0, 20)
                                    .mapToObj(SmtpConvoyTest::recipient)
                                    .toList());
                    assertThat(connection.isUsable()).isTrue();
                });
    }

    @Test
    void aRefusedMailDoesNotSpoilTheNext() {
        play(
                4,
                server -> {
                    server.greet(FAST);
                    takeOne(server);
                    server.expectSmallMail();
                    expectNext(server);
                    expectNext(server);
                    server.send("250 ok", "550 5.1.1 unknown", "503 5.5.1 no recipients");
                    server.send("250 reset", "250 ok", "250 ok", "552 5.3.4 too large");
                    server.send("250 reset", "250 ok", "250 ok", "250 ok");
                },
                (connection, mails) -> {
                    connection.deliverAll(mails, this::told);
                    assertThat(outcomes.get(1))
                            .isInstanceOfSatisfying(
                                    Outcome.Rejected.class,
                                    rejected -> assertThat(rejected.cause()).isEqualTo(RejectCause.RECIPIENTS));
                    assertThat(outcomes.get(2))
                            .isInstanceOfSatisfying(
                                    Outcome.Rejected.class,
                                    rejected -> assertThat(rejected.cause()).isEqualTo(RejectCause.SIZE));
                    assertThat(outcomes.get(3)).isInstanceOf(Outcome.Delivered.class);
                    assertThat(connection.isUsable()).isTrue();
                });
    }

    @Test
    void afterARefusedLastOneTheConnectionIsMadeReady() {
        play(
                3,
                server -> {
                    server.greet(FAST);
                    takeOne(server);
                    server.expectSmallMail();
                    server.send("250 ok", "550 5.1.1 unknown", "503 5.5.1 no recipients");
                    server.expect("RSET");
                    server.send("250 reset");
                    server.expectSmallMail();
                    server.send("250 ok", "250 ok", "250 ok");
                },
                (connection, mails) -> {
                    Parcel last = take(mails, 2);
                    connection.deliverAll(mails, this::told);
                    assertThat(connection.isUsable()).isTrue();
                    connection.deliverAll(new ArrayDeque<>(List.of(last)), this::told);
                    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Delivered.class);
                });
    }

    @Test
    void afterACutWhatWasUnderWayIsUnknownAndTheRestWasNotBegun() {
        play(
                20,
                server -> {
                    server.greet(FAST);
                    takeOne(server);
                    server.expectSmallMail();
                    for (int i = 0; i < 7; i++) {
                        expectNext(server);
                    }
                    server.send("250 ok", "250 ok", "250 ok", "250 ok", "250 ok");
                },
                (connection, mails) -> {
                    connection.deliverAll(mails, this::told);
                    assertThat(outcomes.subList(0, 2)).allMatch(Outcome.Delivered.class::isInstance);
                    assertThat(outcomes.subList(2, outcomes.size()))
                            .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Unknown.class));
                    assertThat(outcomes.size() + mails.size()).isEqualTo(20);
                    assertThat(outcomes).hasSizeBetween(9, 10);
                    assertThat(connection.isUsable()).isFalse();
                });
    }

    @Test
    void afterAGoodbyeNothingThatWasUnderWayIsAccepted() {
        play(
                6,
                server -> {
                    server.greet(FAST);
                    takeOne(server);
                    server.expectSmallMail();
                    for (int i = 0; i < 4; i++) {
                        expectNext(server);
                    }
                    server.send("250 ok", "250 ok", "250 ok", "421 4.7.0 enough for now");
                },
                (connection, mails) -> {
                    connection.deliverAll(mails, this::told);
                    assertThat(outcomes).hasSize(6);
                    assertThat(outcomes.subList(2, 6))
                            .allSatisfy(outcome -> assertThat(outcome)
                                    .isInstanceOfSatisfying(
                                            Outcome.Deferred.class,
                                            deferred ->
                                                    assertThat(deferred.cause()).isEqualTo(DeferCause.SERVER)));
                    assertThat(connection.isUsable()).isFalse();
                });
    }

    @Test
    void nonsenseInTheMiddleEndsTheReading() {
        play(
                5,
                server -> {
                    server.greet(FAST);
                    takeOne(server);
                    server.expectSmallMail();
                    for (int i = 0; i < 3; i++) {
                        expectNext(server);
                    }
                    server.send("250 ok", "250 ok", "250 ok", "HTTP/1.1 200 OK", "250 ok", "250 ok", "250 ok");
                },
                (connection, mails) -> {
                    connection.deliverAll(mails, this::told);
                    assertThat(outcomes.subList(2, 5))
                            .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Unknown.class));
                    assertThat(connection.isUsable()).isFalse();
                });
    }

    @Test
    void aServerThatIsOutOfStepPutsOneOffAndAnswersThoseBehindIt() {
        play(
                5,
                server -> {
                    server.greet(FAST);
                    takeOne(server);
                    server.expectSmallMail();
                    for (int i = 0; i < 3; i++) {
                        expectNext(server);
                    }
                    server.send("250 ok", "250 ok", "503 5.5.1 not now");
                    server.send("250 reset", "250 ok", "250 ok", "250 ok");
                    server.send("250 reset", "250 ok", "550 5.1.1 unknown", "503 5.5.1 no recipients");
                    server.send("250 reset", "250 ok", "250 ok", "250 ok");
                },
                (connection, mails) -> {
                    connection.deliverAll(mails, this::told);
                    assertThat(outcomes.get(1))
                            .isEqualTo(new Outcome.Deferred(DeferCause.SERVER, "503 5.5.1 not now", Optional.empty()));
                    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Delivered.class);
                    assertThat(outcomes.get(3)).isInstanceOf(Outcome.Rejected.class);
                    assertThat(outcomes.get(4)).isInstanceOf(Outcome.Delivered.class);
                    assertThat(connection.isUsable()).isFalse();
                });
    }

    @Test
    void aListenerThatThrowsLeavesTheConnectionUnusable() {
        play(
                3,
                server -> {
                    server.greet(FAST);
                    takeOne(server);
                },
                (connection, mails) -> {
                    assertThatThrownBy(() -> connection.deliverAll(mails, (parcel, outcome) -> {
                                throw new IllegalStateException("the caller's own");
                            }))
                            .hasMessage("the caller's own");
                });
    }

    @Test
    void theSimulatorTakesThemByEveryWayAndLargeOnesInBetween() {
        for (SmtpExtension missing :
                new SmtpExtension[] {SmtpExtension.SMTPUTF8, SmtpExtension.CHUNKING, SmtpExtension.PIPELINING}) {
            outcomes.clear();
            try (MailServerFixture mail = new MailServerFixture()) {
                mail.smtp().disable(missing);
                mail.smtp().onRecipient(recipient(4), SmtpReplies.NO_SUCH_USER);
                Queue<Parcel> mails = new ArrayDeque<>();
                for (int i = 0; i < 30; i++) {
                    mails.add(parcel(i, i % 10 == 7 ? 20_000 : 1));
                }
                try (SmtpConnection connection = mail.connect()) {
                    connection.deliverAll(mails, this::told);
                    assertThat(connection.isUsable()).isTrue();
                }
                assertThat(outcomes).hasSize(30);
                assertThat(outcomes.get(4)).isInstanceOf(Outcome.Rejected.class);
                assertThat(outcomes)
                        .filteredOn(Outcome.Delivered.class::isInstance)
                        .hasSize(29);
                assertThat(mail.received()).hasSize(29);
            }
        }
    }

    private interface Work {
        void on(SmtpConnection connection, Queue<Parcel> mails);
    }

    private void play(int mails, Dialogue dialogue, Work work) {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(dialogue)) {
            try (SmtpConnection connection = server.connect()) {
                Queue<Parcel> all = new ArrayDeque<>();
                for (int i = 0; i < mails; i++) {
                    all.add(parcel(i, 1));
                }
                work.on(connection, all);
            }
            server.heard();
        }
    }

    private static void takeOne(Script server) throws java.io.IOException {
        server.expectSmallMail();
        server.send("250 ok", "250 ok", "250 ok");
    }

    private static void expectNext(Script server) throws java.io.IOException {
        server.expect("RSET");
        server.expectSmallMail();
    }

    private void told(Parcel parcel, Outcome outcome) {
        order.add(parcel.envelope().recipients().get(0).address());
        outcomes.add(outcome);
    }

    private static String recipient(int number) {
        return "ana" + number + "@cliente.example";
    }

    private Parcel parcel(int number, int lines) {
        OutgoingMail mail = OutgoingMail.builder()
                .from(MailServerFixture.JUAN)
                .to(recipient(number))
                .subject("Correo " + number)
                .text("Una línea del reporte.\n".repeat(lines))
                .build();
        MimeContent content = MimeContent.of(mail);
        contents.add(content);
        return new Parcel(mail.envelope(), content, DeliveryListener.SILENT);
    }

    /** Takes one out of the queue. */
    private static Parcel take(Queue<Parcel> mails, int index) {
        Parcel taken = List.copyOf(mails).get(index);
        mails.remove(taken);
        return taken;
    }
}

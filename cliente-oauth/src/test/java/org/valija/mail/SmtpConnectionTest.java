package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.mail.DeliveryListener.Step;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.RejectCause;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.simulator.smtp.SmtpExtension;
import org.valija.simulator.smtp.SmtpReplies;

class SmtpConnectionTest {

    private static final String ANA = "ana@cliente.example";
    private static final String LUZ = "luz@cliente.example";

    private final MailServerFixture mail = new MailServerFixture();

    @AfterEach
    void close() {
        mail.close();
    }

    @ParameterizedTest
    @EnumSource
    void refusedRecipientIsNamedAndTheOthersGetTheMail(Way way) {
        take(way);
        mail.smtp().onRecipient(LUZ, SmtpReplies.NO_SUCH_USER);

        Outcome outcome = send(letter(ANA + "," + LUZ + ",eva@cliente.example"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Delivered.class, delivered -> {
            assertThat(delivered.reply().code()).isEqualTo(250);
            assertThat(delivered.refused())
                    .singleElement()
                    .satisfies(
                            refused -> assertThat(refused.address().address()).isEqualTo(LUZ))
                    .satisfies(refused ->
                            assertThat(refused.reply().enhancedStatus()).contains("5.1.1"));
        });
        assertThat(received().envelope().recipients()).containsExactly(ANA, "eva@cliente.example");
    }

    @ParameterizedTest
    @EnumSource
    void allRecipientsRefusedRejectsTheMailAndTheConnectionGoesOn(Way way) {
        take(way);
        mail.smtp().onRecipient(ANA, SmtpReplies.NO_SUCH_USER);
        mail.smtp().onRecipient(LUZ, "550 5.2.1 disabled");

        try (SmtpConnection connection = mail.connect()) {
            assertThat(deliver(connection, letter(ANA + "," + LUZ)))
                    .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                        assertThat(rejected.cause()).isEqualTo(RejectCause.RECIPIENTS);
                        assertThat(rejected.recipients())
                                .extracting(recipient -> recipient.address().address())
                                .containsExactly(ANA, LUZ);
                    });
            assertThat(connection.isUsable()).isTrue();
            assertThat(deliver(connection, letter("eva@cliente.example"))).isInstanceOf(Outcome.Delivered.class);
        }
        assertThat(received().envelope().recipients()).containsExactly("eva@cliente.example");
    }

    @ParameterizedTest
    @EnumSource
    void recipientsThatMayBeTakenLaterDeferTheMail(Way way) {
        take(way);
        mail.smtp().onRecipient(ANA, SmtpReplies.NO_SUCH_USER);
        mail.smtp().onRecipient(LUZ, "451 4.7.1 greylisted");

        assertDeferred(send(letter(ANA + "," + LUZ)), "451 4.7.1 greylisted");
    }

    @Test
    void envelopeIsOneFlightWithPipelining() {
        take(Way.PIPELINED);
        assertThat(send(letter(ANA + "," + LUZ))).isInstanceOf(Outcome.Delivered.class);

        // The simulator answers a flight together, so its answers follow one another only if the commands did.
        List<String> lines = mail.lines();
        int from = indexOfLine(lines, "C: MAIL");
        assertThat(lines.subList(from, from + 8))
                .filteredOn(line -> line.startsWith("C: "))
                .containsExactly(
                        "C: MAIL FROM:<" + MailServerFixture.JUAN + "> SIZE="
                                + received().size(),
                        "C: RCPT TO:<" + ANA + ">",
                        "C: RCPT TO:<" + LUZ + ">",
                        "C: DATA");
    }

    @Test
    void smallMailIsOneFlightWithChunking() {
        assertThat(send(letter(ANA))).isInstanceOf(Outcome.Delivered.class);

        List<String> lines = mail.lines();
        int from = indexOfLine(lines, "C: MAIL");
        long size = received().size();
        assertThat(lines.subList(from, lines.size()))
                .filteredOn(line -> line.startsWith("C: "))
                .startsWith(
                        "C: MAIL FROM:<" + MailServerFixture.JUAN + "> SIZE=" + size,
                        "C: RCPT TO:<" + ANA + ">",
                        "C: BDAT " + size + " LAST",
                        "C: (" + size + " octets of content)");
    }

    @ParameterizedTest
    @EnumSource
    void largeMailArrivesOctetForOctet(Way way) throws java.io.IOException {
        take(way);
        OutgoingMail letter = letter(ANA, ".línea de un reporte largo\n".repeat(60_000));
        try (MimeContent content = MimeContent.of(letter);
                SmtpConnection connection = mail.connect()) {
            assertThat(content.size()).isGreaterThan(4L * ChunkTransaction.CHUNK);
            assertThat(connection.deliver(letter.envelope(), content, DeliveryListener.SILENT))
                    .isInstanceOf(Outcome.Delivered.class);
            assertThat(received().content()).isEqualTo(content.open().readAllBytes());
            assertThat(deliver(connection, letter(LUZ))).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"CHUNKS", "CHUNKS_ONE_BY_ONE"})
    void chunkRefusedInTheMiddleEndsTheMailAndTheConnectionGoesOn(Way way) {
        take(way);
        mail.smtp().disable(SmtpExtension.SIZE);
        mail.smtp().setSizeLimit(ChunkTransaction.CHUNK + 1);

        try (SmtpConnection connection = mail.connect()) {
            assertThat(deliver(connection, letter(ANA, "x".repeat(7 * ChunkTransaction.CHUNK))))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.cause()).isEqualTo(RejectCause.SIZE));
            assertThat(deliver(connection, letter(LUZ))).isInstanceOf(Outcome.Delivered.class);
        }
        assertThat(mail.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"MAIL", "RCPT", "BDAT"})
    void connectionLostWhenAllHasLeftInOneFlightIsUnknown(String command) {
        mail.smtp().closeBefore(command, 1);

        try (SmtpConnection connection = mail.connect()) {
            assertThat(deliver(connection, letter(ANA))).isInstanceOf(Outcome.Unknown.class);
            assertThat(connection.isUsable()).isFalse();
        }
    }

    @Test
    void connectionLostBeforeTheLastChunkDefersTheMail() {
        mail.smtp().closeBefore("BDAT", 1);

        assertThat(send(letter(ANA, "x".repeat(20 * ChunkTransaction.CHUNK)))).isInstanceOf(Outcome.Deferred.class);
        assertThat(mail.received()).isEmpty();
    }

    @Test
    void withoutPipeliningOneCommandIsSaidAtATime() {
        // The simulator closes the connection when commands come in groups.
        take(Way.STEP_BY_STEP);

        assertThat(send(letter(ANA + "," + LUZ))).isInstanceOf(Outcome.Delivered.class);
        assertThat(mail.smtp().messages()).isEqualTo(1);
    }

    @Test
    void withoutAnyExtensionMailStillLeaves() {
        for (SmtpExtension extension : List.of(
                SmtpExtension.PIPELINING,
                SmtpExtension.SIZE,
                SmtpExtension.EIGHT_BIT_MIME,
                SmtpExtension.SMTPUTF8,
                SmtpExtension.ENHANCEDSTATUSCODES,
                SmtpExtension.CHUNKING)) {
            mail.smtp().disable(extension);
        }

        assertThat(send(letter(ANA))).isInstanceOf(Outcome.Delivered.class);
        assertThat(received().envelope().parameters()).isEmpty();
        assertThat(new String(received().content(), StandardCharsets.ISO_8859_1))
                .matches("\\p{ASCII}*");
    }

    @Test
    void mailLargerThanAnnouncedIsRefusedWithoutAWord() {
        mail.smtp().setSizeLimit(200);

        try (SmtpConnection connection = mail.connect()) {
            assertThat(deliver(connection, letter(ANA)))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.cause()).isEqualTo(RejectCause.SIZE));
            assertThat(connection.isUsable()).isTrue();
        }
        assertThat(mail.lines()).noneMatch(line -> line.startsWith("C: MAIL"));
    }

    @Test
    void mailThatTurnsOutTooLargeAtItsEndIsRejectedForItsSize() {
        mail.smtp().disable(SmtpExtension.SIZE);
        mail.smtp().setSizeLimit(200);

        assertThat(send(letter(ANA)))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.cause()).isEqualTo(RejectCause.SIZE));
        assertThat(mail.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MAIL, CHUNKS", "CONTENT, CHUNKS", "MAIL, PIPELINED", "DATA, PIPELINED", "CONTENT, PIPELINED"})
    void fullOrBusyServerDefersTheMailWithItsWords(String command, Way pipelined) {
        Way stepByStep = pipelined == Way.CHUNKS ? Way.CHUNKS_ONE_BY_ONE : Way.STEP_BY_STEP;
        for (String reply : List.of("452 4.3.1 no space", "451 4.3.0 try later", "421 4.3.2 shutting down")) {
            for (Way way : List.of(pipelined, stepByStep)) {
                take(way);
                mail.smtp().onCommand(command, reply, 1);

                assertDeferred(send(letter(ANA)), reply);
            }
        }
        assertThat(mail.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void serverThatSaysGoodbyeAtARecipientDefersTheMailWithItsWords(Way way) {
        take(way);
        mail.smtp().onCommand("RCPT", "421 4.7.0 sending rate exceeded", 1);

        assertHeld(send(letter(ANA + "," + LUZ)), HoldReason.QUOTA_REACHED);
    }

    @ParameterizedTest
    @CsvSource({"451 4.3.0 try later, true", "421 4.3.2 shutting down, false"})
    void connectionGoesOnUnlessTheServerSaidGoodbye(String reply, boolean usable) {
        mail.smtp().onCommand("CONTENT", reply, 1);

        try (SmtpConnection connection = mail.connect()) {
            deliver(connection, letter(ANA));
            assertThat(connection.isUsable()).isEqualTo(usable);
        }
    }

    @ParameterizedTest
    @EnumSource
    void quotaHoldsTheMail(Way way) {
        take(way);
        mail.smtp().setQuota(1);

        try (SmtpConnection connection = mail.connect()) {
            assertThat(deliver(connection, letter(ANA))).isInstanceOf(Outcome.Delivered.class);
            assertHeld(deliver(connection, letter(ANA)), HoldReason.QUOTA_REACHED);
            mail.smtp().resetQuotas();
            assertThat(deliver(connection, letter(ANA))).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, CHUNKS",
        "RCPT, CHUNKS",
        "BDAT, CHUNKS",
        "MAIL, PIPELINED",
        "DATA, PIPELINED",
        "CONTENT, PIPELINED"
    })
    void senderThatTheAccountMayNotUseHoldsTheMail(String command, Way way) {
        take(way);
        mail.smtp().onCommand(command, SmtpReplies.SEND_AS_DENIED, 1);

        assertHeld(send(letter(ANA)), HoldReason.SENDER_NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({"MAIL", "RCPT", "DATA"})
    void connectionLostBeforeTheContentDefersTheMail(String command) {
        for (Way way : Way.BY_DATA) {
            take(way);
            mail.smtp().closeBefore(command, 1);

            try (SmtpConnection connection = mail.connect()) {
                assertThat(deliver(connection, letter(ANA)))
                        .isInstanceOfSatisfying(
                                Outcome.Deferred.class,
                                deferred -> assertThat(deferred.cause()).isEqualTo(DeferCause.UNREACHABLE));
                assertThat(connection.isUsable()).isFalse();
            }
        }
        assertThat(mail.received()).isEmpty();
    }

    @Test
    void connectionLostAfterTheContentIsUnknownWhetherOrNotTheMailWasTaken() {
        mail.smtp().loseReplyOn("CONTENT", 1);
        assertThat(send(letter(ANA))).isInstanceOf(Outcome.Unknown.class);
        assertThat(mail.received()).hasSize(1);

        mail.smtp().closeBefore("CONTENT", 1);
        assertThat(send(letter(ANA))).isInstanceOf(Outcome.Unknown.class);
        assertThat(mail.received()).hasSize(1);
    }

    @Test
    void replyThatCameBeforeTheConnectionWasLostCounts() {
        mail.smtp().closeAfter("CONTENT", 1);

        assertThat(send(letter(ANA))).isInstanceOf(Outcome.Delivered.class);
    }

    @Test
    void manyMailsGoOverOneConnectionAndEachArrivesWhole() {
        try (SmtpConnection connection = mail.connect()) {
            for (int i = 0; i < 50; i++) {
                assertThat(deliver(connection, letter(ANA, "mail " + i))).isInstanceOf(Outcome.Delivered.class);
            }
        }
        assertThat(mail.smtp().connections()).isEqualTo(1);
        assertThat(mail.received())
                .extracting(message -> message.mime().text().strip())
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> "mail " + i).toList());
    }

    @Test
    void aHundredRecipientsFitIntoOneFlight() {
        String all = String.join(
                ",",
                IntStream.range(0, 100)
                        .mapToObj(i -> "a" + i + "@cliente.example")
                        .toList());

        assertThat(send(letter(all))).isInstanceOf(Outcome.Delivered.class);
        assertThat(received().envelope().recipients()).hasSize(100);
    }

    @Test
    void contentArrivesAsItWasMadeDotsIncluded() throws java.io.IOException {
        OutgoingMail letter = letter(ANA, ".\n..\n.a\n\n.\nMAIL FROM:<x@y.example>\n.");
        try (MimeContent content = MimeContent.of(letter);
                SmtpConnection connection = mail.connect()) {
            assertThat(connection.deliver(letter.envelope(), content, DeliveryListener.SILENT))
                    .isInstanceOf(Outcome.Delivered.class);

            assertThat(received().content()).isEqualTo(content.open().readAllBytes());
            assertThat(received().mime().text()).contains(".\r\n..\r\n.a\r\n\r\n.\r\nMAIL FROM:<x@y.example>\r\n.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreRecipientsThanAFlightHoldsAreAllServed(Way way) {
        take(way);
        mail.smtp().onRecipient("a333@cliente.example", SmtpReplies.NO_SUCH_USER);
        String all = String.join(
                ",",
                IntStream.range(0, 450)
                        .mapToObj(i -> "a" + i + "@cliente.example")
                        .toList());
        mail.smtp().setRecipientLimit(1000);

        assertThat(send(letter(all)))
                .isInstanceOfSatisfying(
                        Outcome.Delivered.class,
                        delivered -> assertThat(delivered.refused()).hasSize(1));
        assertThat(received().envelope().recipients()).hasSize(449);
    }

    @Test
    void addressBeyondAsciiIsSentToAServerThatTakesIt() {
        assertThat(send(letter("josé@peña.example"))).isInstanceOf(Outcome.Delivered.class);

        ReceivedMessage received = received();
        assertThat(received.envelope().recipients()).containsExactly("josé@peña.example");
        assertThat(received.envelope().parameters()).contains("SMTPUTF8", "BODY=8BITMIME");
        assertThat(new String(received.content(), StandardCharsets.UTF_8)).contains("To: josé@peña.example");
    }

    @Test
    void addressBeyondAsciiIsNotSentToAServerThatDoesNotTakeIt() {
        mail.smtp().disable(SmtpExtension.SMTPUTF8);

        assertThat(send(letter("josé@peña.example")))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.cause()).isEqualTo(RejectCause.SMTPUTF8));
        assertThat(mail.lines()).noneMatch(line -> line.startsWith("C: MAIL"));
    }

    @Test
    void answerAddressBeyondAsciiNeedsAServerThatTakesItToo() {
        OutgoingMail letter = OutgoingMail.builder()
                .from(MailServerFixture.JUAN)
                .to(ANA)
                .replyTo("josé@peña.example")
                .build();

        assertThat(send(letter)).isInstanceOf(Outcome.Delivered.class);
        assertThat(received().envelope().parameters()).contains("SMTPUTF8");
        assertThat(new String(received().content(), StandardCharsets.UTF_8)).contains("Reply-To: josé@peña.example");

        mail.smtp().disable(SmtpExtension.SMTPUTF8);
        assertThat(send(letter))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.cause()).isEqualTo(RejectCause.SMTPUTF8));
    }

    @Test
    void accentsInTextSubjectAndNamesNeedNothingOfTheServer() {
        mail.smtp().disable(SmtpExtension.EIGHT_BIT_MIME);
        mail.smtp().disable(SmtpExtension.SMTPUTF8);

        assertThat(send(letter("Peña Álvarez <ana@peña.example>", "ñandú"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(new String(received().content(), StandardCharsets.ISO_8859_1))
                .matches("\\p{ASCII}*");
        assertThat(received().mime().text()).contains("ñandú");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENVELOPE", "CONTENT", "REPLY"})
    void listenerThatThrowsEndsTheDeliveryAndTheConnection(Step step) {
        OutgoingMail letter = letter(ANA);
        try (MimeContent content = MimeContent.of(letter);
                SmtpConnection connection = mail.connect()) {
            assertThatThrownBy(() -> connection.deliver(letter.envelope(), content, (at, sent, total) -> {
                        if (at == step) {
                            throw new IllegalStateException("cancelled");
                        }
                    }))
                    .hasMessage("cancelled");
            assertThat(connection.isUsable()).isFalse();
        }
    }

    @Test
    void contentThatCannotBeReadDefersTheMailAndNothingArrives() {
        OutgoingMail letter = letter(ANA, "x".repeat(300_000));
        MimeContent content = MimeContent.of(letter);
        content.close();

        try (SmtpConnection connection = mail.connect()) {
            assertThat(connection.deliver(letter.envelope(), content, DeliveryListener.SILENT))
                    .isInstanceOf(Outcome.Deferred.class);
            assertThat(connection.isUsable()).isFalse();
        }
        assertThat(send(letter(ANA, "next"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(received().mime().text()).contains("next");
    }

    /** What the server announces, and with that how the mail is handed in. */
    enum Way {
        CHUNKS,
        CHUNKS_ONE_BY_ONE,
        PIPELINED,
        STEP_BY_STEP;

        static final List<Way> BY_DATA = List.of(PIPELINED, STEP_BY_STEP);

        boolean pipelining() {
            return this == CHUNKS || this == PIPELINED;
        }
    }

    private void take(Way way) {
        announce(SmtpExtension.PIPELINING, way.pipelining());
        announce(SmtpExtension.CHUNKING, !Way.BY_DATA.contains(way));
    }

    private void announce(SmtpExtension extension, boolean announced) {
        if (announced) {
            mail.smtp().enable(extension);
        } else {
            mail.smtp().disable(extension);
        }
    }

    private ReceivedMessage received() {
        assertThat(mail.received()).isNotEmpty();
        return mail.received().get(mail.received().size() - 1);
    }

    private Outcome send(OutgoingMail letter) {
        try (SmtpConnection connection = mail.connect()) {
            return deliver(connection, letter);
        }
    }

    private static Outcome deliver(SmtpConnection connection, OutgoingMail letter) {
        try (MimeContent content = MimeContent.of(letter)) {
            return connection.deliver(letter.envelope(), content, DeliveryListener.SILENT);
        }
    }

    private static OutgoingMail letter(String to) {
        return letter(to, "Hola, ¿cómo estás?");
    }

    private static OutgoingMail letter(String to, String text) {
        return OutgoingMail.builder()
                .from(MailServerFixture.JUAN)
                .to(to)
                .subject("Retención")
                .text(text)
                .build();
    }

    private static void assertDeferred(Outcome outcome, String reply) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
            assertThat(deferred.detail()).isEqualTo(reply);
            assertThat(deferred.cause()).isEqualTo(DeferCause.SERVER);
        });
    }

    private static void assertHeld(Outcome outcome, HoldReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Held.class, held -> assertThat(held.reason()).isEqualTo(reason));
    }

    private static int indexOfLine(List<String> lines, String beginning) {
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }
}

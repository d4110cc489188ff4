package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.RejectCause;
import org.valija.mail.ScriptedSmtpServer.Dialogue;
import org.valija.mail.SmtpConnectException.Kind;
import org.valija.oauth.Secret;

/** Servers that do what none should. */
class SmtpNonsenseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "",
                "22",
                "2 20 x",
                "220x",
                "120 x",
                "620 x",
                "\u0662\u0662\u0660 x",
                "HTTP/1.1 400 Bad Request",
                "SSH-2.0-OpenSSH"
            })
    void greetingThatIsNoReplyIsNamed(String greeting) {
        assertThat(connectFailure(script -> script.send(greeting))).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void replyWithoutEndIsNotReadForever() {
        assertThat(connectFailure(script -> {
                    script.send("220 ready");
                    script.expect("EHLO .*");
                    for (int i = 0; i < 200; i++) {
                        script.send("250-X" + i);
                    }
                }))
                .isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void lineWithoutEndIsNotReadForever() {
        assertThat(connectFailure(script -> script.sendRaw("220 " + "x".repeat(5_000))))
                .isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void longLineOfAReplyIsReadAndItsTextBounded() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet();
            script.expect("MAIL .*");
            script.send("550-" + "x".repeat(2_000), "550 " + "y".repeat(2_000));
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.reply().text()).hasSize(2_000));
        }
    }

    @Test
    void controlCharactersInAReplyDoNotReachLogs() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet();
            script.expect("MAIL .*");
            script.send("550 a\u001b[31mb\rc\0d\u009b31me");
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.reply().text()).isEqualTo("a?[31mb?c?d?31me"));
        }
    }

    @Test
    void tokenThatIsRepeatedIsNotToldOn() {
        for (String said : List.of("550 5.1.8 you are ya29.planted-token", "ya29.planted-token")) {
            try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
                script.greet("AUTH XOAUTH2");
                script.expect("AUTH XOAUTH2 .*");
                script.send("235 ok");
                script.expect("MAIL .*");
                script.send(said, "250 reset");
            })) {
                SmtpCredentials credentials =
                        new SmtpCredentials.OAuthToken("juan@x.example", Secret.of("ya29.planted-token"));
                OutgoingMail mail = letter("hola");
                try (MimeContent content = MimeContent.of(mail);
                        SmtpConnection connection =
                                new SmtpClient().connect(server.server(), credentials, DeliveryListener.SILENT)) {
                    assertThat(connection
                                    .deliver(mail.envelope(), content, DeliveryListener.SILENT)
                                    .toString())
                            .contains("•••")
                            .doesNotContain("planted");
                }
            }
        }
    }

    /** Such a server is out of step; the mail is not to blame. */
    @ParameterizedTest
    @ValueSource(strings = {"MAIL .*", "RCPT .*"})
    void answerToTheEnvelopeThatIsNeitherYesNorNoRefusesNothing(String command) {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet();
            script.expect("MAIL .*");
            if (command.startsWith("RCPT")) {
                script.send("250 ok");
                script.expect("RCPT .*");
            }
            script.send("354 go on");
        })) {
            assertThat(send(server)).isInstanceOf(Outcome.Deferred.class);
        }
    }

    @Test
    void textInjectedBeforeEncryptionEndsTheConnection() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.send("220 ready");
            script.expect("EHLO .*");
            script.send("250-here", "250 STARTTLS");
            script.expect("STARTTLS");
            script.send("220 go on", "250-here", "250 AUTH PLAIN XOAUTH2");
        })) {
            assertThatExceptionOfType(SmtpConnectException.class)
                    .isThrownBy(() -> new SmtpClient()
                            .connect(
                                    SubmissionServer.startTls("localhost", server.port()),
                                    new SmtpCredentials.OAuthToken("juan@x.example", Secret.of("token")),
                                    DeliveryListener.SILENT))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.PROTOCOL))
                    .withMessageContaining("before the encryption");
            assertThat(server.heard()).hasSize(2);
        }
    }

    @Test
    void mechanismsOfferedBeforeEncryptionAreForgottenInClear() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.send("220 ready");
            script.expect("EHLO .*");
            script.send("250-here", "250 AUTH PLAIN LOGIN XOAUTH2");
        })) {
            assertThatExceptionOfType(SmtpConnectException.class)
                    .isThrownBy(() -> new SmtpClient()
                            .connect(
                                    SubmissionServer.startTls("localhost", server.port()),
                                    new SmtpCredentials.Password("juan", Secret.of("password")),
                                    DeliveryListener.SILENT))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TLS_NOT_OFFERED));
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void repliesInSingleOctetsAreRead() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.sendOctetByOctet("220 ready");
            script.expect("EHLO .*");
            script.sendOctetByOctet("250-here");
            script.sendOctetByOctet("250 PIPELINING");
            script.expect("MAIL .*");
            script.expect("RCPT .*");
            script.expect("DATA");
            script.sendOctetByOctet("250 ok");
            script.sendOctetByOctet("250 ok");
            script.sendOctetByOctet("354 go");
            script.expectContent();
            script.sendOctetByOctet("250-2.0.0 taken");
            script.sendOctetByOctet("250 as 7");
        })) {
            assertThat(send(server))
                    .isInstanceOfSatisfying(
                            Outcome.Delivered.class,
                            delivered -> assertThat(delivered.reply().text()).isEqualTo("2.0.0 taken as 7"));
        }
    }

    @Test
    void bareLineFeedEndsAReplyToo() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.sendRaw("220 ready\n");
            script.expect("EHLO .*");
            script.sendRaw("250\n");
            script.expect("MAIL .*");
            script.sendRaw("550 5.1.8 no\n");
            script.expect("RSET");
            script.sendRaw("250 ok\n");
        })) {
            assertThat(send(server)).isInstanceOf(Outcome.Rejected.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"250 2.0.0 accepted for nobody", "554 5.5.1 no valid recipients"})
    void contentWantedForNobodyIsADotAlone(String afterDot) {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING");
            script.expect("MAIL .*");
            script.expect("RCPT .*");
            script.expect("DATA");
            script.send("250 ok", "550 5.1.1 nobody", "354 go");
            script.expect("\\.");
            script.send(afterDot);
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                assertThat(rejected.cause()).isEqualTo(RejectCause.RECIPIENTS);
                assertThat(rejected.recipients()).hasSize(1);
            });
            assertThat(server.heard()).endsWith("DATA", ".", "RSET", "QUIT");
        }
    }

    @Test
    void senderRefusedInAFlightIsTheReasonWhateverFollows() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING");
            script.expect("MAIL .*");
            script.expect("RCPT .*");
            script.expect("DATA");
            script.send("550 5.7.60 may not send as", "503 5.5.1 MAIL first", "503 5.5.1 RCPT first");
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server))
                    .isEqualTo(new Outcome.Held(HoldReason.SENDER_NOT_ALLOWED, "550 5.7.60 may not send as"));
        }
    }

    @Test
    void senderRefusedAndContentWantedAllTheSameIsADotAlone() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING");
            script.expect("MAIL .*");
            script.expect("RCPT .*");
            script.expect("DATA");
            script.send("550 5.1.8 bad sender", "250 ok", "354 go");
            script.expect("\\.");
            script.send("554 5.5.1 nothing to do");
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server)).isInstanceOf(Outcome.Rejected.class);
        }
    }

    @Test
    void contentIsNotSentBeforeTheServerWantsIt() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING");
            script.expect("MAIL .*");
            script.expect("RCPT .*");
            script.expect("DATA");
            script.send("250 ok", "250 ok", "451 4.3.0 not now");
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server))
                    .isEqualTo(new Outcome.Deferred(DeferCause.SERVER, "451 4.3.0 not now", Optional.empty()));
            assertThat(server.heard()).endsWith("DATA", "RSET", "QUIT");
        }
    }

    @Test
    void yesInsteadOfGoOnIsNoRefusalOfTheMail() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet();
            script.expect("MAIL .*");
            script.send("250 ok");
            script.expect("RCPT .*");
            script.send("250 ok");
            script.expect("DATA");
            script.send("250 ok");
        })) {
            assertThat(send(server)).isInstanceOf(Outcome.Deferred.class);
            assertThat(server.heard()).endsWith("DATA");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "354 go on", "250", "250-cut"})
    void afterTheContentOnlyAClearAnswerCounts(String answer) {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet();
            script.expect("MAIL .*");
            script.send("250 ok");
            script.expect("RCPT .*");
            script.send("251 forwarded");
            script.expect("DATA");
            script.send("354 go");
            script.expectContent();
            script.send(answer);
        })) {
            assertThat(send(server))
                    .isInstanceOf(answer.equals("250") ? Outcome.Delivered.class : Outcome.Unknown.class);
        }
    }

    @Test
    void serverThatDoesNotKnowEhloIsGreetedTheOldWay() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.send("220 ready");
            script.expect("EHLO .*");
            script.send("502 5.5.1 what?");
            script.expect("HELO .*");
            script.send("250 old");
            script.expect("MAIL FROM:<juan@x.example>");
            script.send("250 ok");
            script.expect("RCPT TO:<ana@y.example>");
            script.send("250 ok");
            script.expect("DATA");
            script.send("354 go");
            script.expectContent();
            script.send("250 taken");
        })) {
            assertThat(send(server)).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void chunkOfAMailForNobodyIsTakenForNothing() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING", "CHUNKING");
            script.expectSmallMail();
            script.send("250 ok", "550 5.1.1 nobody", "250 2.0.0 accepted for nobody");
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.cause()).isEqualTo(RejectCause.RECIPIENTS));
        }
    }

    @Test
    void senderRefusedBeforeAChunkIsTheReasonWhateverFollows() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING", "CHUNKING");
            script.expectSmallMail();
            script.send("550 5.7.60 may not send as", "503 5.5.1 MAIL first", "503 5.5.1 MAIL first");
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server))
                    .isEqualTo(new Outcome.Held(HoldReason.SENDER_NOT_ALLOWED, "550 5.7.60 may not send as"));
        }
    }

    @Test
    void connectionLostAfterEveryRecipientWasRefusedIsNotUnknown() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING", "CHUNKING");
            script.expectSmallMail();
            script.send("250 ok", "550 5.1.1 nobody");
        })) {
            assertThat(send(server)).isInstanceOf(Outcome.Deferred.class);
        }
    }

    @Test
    void goodbyeInAFlightIsAClearNoWhereverItStands() {
        for (int position = 0; position < 3; position++) {
            String[] replies = {"250 ok", "250 ok"};
            String[] said = Arrays.copyOf(replies, position + 1);
            said[position] = "421 4.3.2 shutting down";
            try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
                script.greet("PIPELINING", "CHUNKING");
                script.expectSmallMail();
                script.send(said);
            })) {
                assertThat(send(server))
                        .isEqualTo(
                                new Outcome.Deferred(DeferCause.SERVER, "421 4.3.2 shutting down", Optional.empty()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "354 go on", "250-cut"})
    void afterAChunkOnlyAClearAnswerCounts(String answer) {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING", "CHUNKING");
            script.expectSmallMail();
            script.send("250 ok", "250 ok", answer);
        })) {
            assertThat(send(server)).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void chunkingThatWasALieIsNotTakenForDelivered() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING", "CHUNKING");
            script.expectSmallMail();
            script.send("250 ok", "250 ok", "502 5.5.2 BDAT what?", "500 5.5.2 what?", "500 5.5.2 what?");
        })) {
            assertThat(send(server)).isInstanceOf(Outcome.Deferred.class);
            assertThat(server.heard()).doesNotContain("RSET", "QUIT");
        }
    }

    /** It says that the session is out of step; the mail is not to blame, and the session of no more use. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PIPELINING | MAIL",
                "PIPELINING | DATA",
                "PIPELINING | CONTENT",
                "CHUNKING | MAIL",
                "CHUNKING | BDAT",
            })
    void commandThatTheServerDidNotExpectPutsTheMailOff(String extension, String command) {
        String no = "503 5.5.1 not now";
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING", extension);
            if (extension.equals("CHUNKING")) {
                script.expectSmallMail();
                script.send(command.equals("MAIL") ? no : "250 ok", command.equals("MAIL") ? no : "250 ok", no);
            } else {
                script.expect("MAIL .*");
                script.expect("RCPT .*");
                script.expect("DATA");
                script.send(command.equals("MAIL") ? no : "250 ok", command.equals("MAIL") ? no : "250 ok");
                script.send(command.equals("CONTENT") ? "354 go" : no);
                if (command.equals("CONTENT")) {
                    script.expectContent();
                    script.send(no);
                }
            }
        })) {
            assertThat(send(server)).isEqualTo(new Outcome.Deferred(DeferCause.SERVER, no, Optional.empty()));
            assertThat(server.heard()).doesNotContain("RSET", "QUIT");
        }
    }

    @Test
    void reportsAreAskedForWhereTheServerOffersThem() {
        StatusNotification wanted = new StatusNotification(
                Set.of(StatusNotification.Event.FAILURE, StatusNotification.Event.DELAY),
                true,
                Optional.of("recibo 7+=ñ".replace("ñ", "n")));
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("DSN");
            script.expect("MAIL FROM:<juan@x\\.example> RET=HDRS ENVID=recibo\\+207\\+2B\\+3Dn");
            script.send("250 ok");
            script.expect("RCPT TO:<ana@y\\.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ana@y\\.example");
            script.send("550 5.1.1 nobody");
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server, Optional.of(wanted))).isInstanceOf(Outcome.Rejected.class);
        }
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet();
            script.expect("MAIL FROM:<juan@x\\.example>");
            script.send("250 ok");
            script.expect("RCPT TO:<ana@y\\.example>");
            script.send("550 5.1.1 nobody");
            script.expect("RSET");
            script.send("250 ok");
        })) {
            assertThat(send(server, Optional.of(wanted))).isInstanceOf(Outcome.Rejected.class);
        }
    }

    @Test
    void envelopeIdThatCouldEndItsCommandIsRefused() {
        for (String id : List.of("", "a\r\nRSET", "ñ", "x".repeat(101))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> new StatusNotification(Set.of(), false, Optional.of(id)));
        }
    }

    @Test
    void serverThatStopsReadingIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.greet("PIPELINING", "CHUNKING");
            script.expect("MAIL .*");
            script.expect("RCPT .*");
            script.send("250 ok", "250 ok");
            script.pause(end);
        })) {
            OutgoingMail mail = letter("x".repeat(16 * 1024 * 1024));
            try (MimeContent content = MimeContent.of(mail);
                    SmtpConnection connection = new SmtpClient(SocketFactory.getDefault(), Duration.ofMillis(300))
                            .connect(server.server(), new SmtpCredentials.None(), DeliveryListener.SILENT)) {
                assertThat(connection.deliver(mail.envelope(), content, DeliveryListener.SILENT))
                        .isInstanceOf(Outcome.Deferred.class);
            } finally {
                end.countDown();
            }
        }
    }

    @Test
    void sizeThatIsNoNumberIsNoLimit() {
        for (String size : List.of("SIZE", "SIZE 0", "SIZE x", "SIZE 99999999999999999999", "SIZE -1")) {
            assertThat(Extensions.of(List.of("here", size)).largestMessage()).isEmpty();
        }
        assertThat(Extensions.of(List.of("here", "size 17")).largestMessage()).hasValue(17);
    }

    private static Kind connectFailure(Dialogue dialogue) {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(dialogue);
                SmtpConnection connection = server.connect()) {
            throw new AssertionError("connected: " + connection.isUsable());
        } catch (SmtpConnectException e) {
            return e.kind();
        }
    }

    private static Outcome send(ScriptedSmtpServer server) {
        return send(server, Optional.empty());
    }

    private static Outcome send(ScriptedSmtpServer server, Optional<StatusNotification> notification) {
        OutgoingMail mail = letter("hola");
        Envelope envelope = notification.map(mail.envelope()::notifying).orElse(mail.envelope());
        try (MimeContent content = MimeContent.of(mail);
                SmtpConnection connection = server.connect()) {
            return connection.deliver(envelope, content, DeliveryListener.SILENT);
        }
    }

    private static OutgoingMail letter(String text) {
        return OutgoingMail.builder()
                .from("juan@x.example")
                .to("ana@y.example")
                .text(text)
                .build();
    }
}

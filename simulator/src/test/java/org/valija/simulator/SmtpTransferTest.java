package org.valija.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valija.simulator.OAuthProgram.JUAN;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.simulator.smtp.SimulatedSmtp;
import org.valija.simulator.smtp.SmtpExtension;
import org.valija.simulator.smtp.SmtpReplies;

/** Envelopes and content: accepted, refused, and spoilt on purpose. */
class SmtpTransferTest {

    private static final String FROM = "MAIL FROM:<" + JUAN + ">";
    private static final String TO = "RCPT TO:<ana@cliente.example>";
    private static final String CONTENT = "Subject: hola\r\n\r\nUno\r\n";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());

    @AfterEach
    void stop() {
        simulator.close();
    }

    private ReceivedMessage onlyMessage() {
        return simulator.inbox().await(1, Duration.ofSeconds(5)).get(0);
    }

    @Test
    void aPipelinedEnvelopeIsAnsweredInOrder() throws IOException {
        simulator.smtp().onRecipient("nadie@cliente.example", SmtpReplies.NO_SUCH_USER);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            smtp.send(FROM + " BODY=8BITMIME SIZE=100\r\nRCPT TO:<nadie@cliente.example>\r\n" + TO + "\r\nDATA\r\n");
            assertThat(smtp.reply()).startsWith("250 2.1.0");
            assertThat(smtp.reply()).startsWith("550 5.1.1");
            assertThat(smtp.reply()).startsWith("250 2.1.5");
            assertThat(smtp.reply()).startsWith("354");
            assertThat(smtp.say(CONTENT + ".")).startsWith("250 2.0.0");
        }

        ReceivedMessage message = onlyMessage();
        assertThat(message.envelope().sender()).isEqualTo(JUAN);
        assertThat(message.envelope().recipients()).containsExactly("ana@cliente.example");
        assertThat(message.envelope().authenticatedUser()).hasValue(JUAN);
        assertThat(message.envelope().tlsVersion()).hasValue("TLSv1.3");
        assertThat(message.envelope().tlsCipher()).isPresent();
        assertThat(message.envelope().parameters()).containsExactly("BODY=8BITMIME", "SIZE=100");
    }

    @Test
    void contentIsKeptByteForByteWithoutTheDots() throws IOException {
        String content = "Subject: ñ\r\n\r\n.punto\r\n..dos\r\nfin.\r\n\r\n";
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            data(smtp, content.replace("\r\n.", "\r\n.."));
        }

        assertThat(onlyMessage().content()).isEqualTo(content.getBytes(UTF_8));
    }

    @Test
    void chunksComeInOneFlightWithTheEnvelope() throws IOException {
        String content = CONTENT + ".\r\n";
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            smtp.send(FROM + "\r\n" + TO + "\r\nBDAT 5\r\nSubjeBDAT " + (content.length() - 5) + " LAST\r\n"
                    + content.substring(5) + "NOOP\r\n");
            assertThat(List.of(smtp.reply(), smtp.reply(), smtp.reply(), smtp.reply(), smtp.reply()))
                    .allSatisfy(reply -> assertThat(reply).startsWith("250"));
        }

        assertThat(onlyMessage().content()).isEqualTo(content.getBytes(UTF_8));
    }

    @Test
    void chunksWithoutARecipientAreReadAndRefused() throws IOException {
        simulator.smtp().onRecipient("ana@cliente.example", SmtpReplies.NO_SUCH_USER);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            smtp.send(FROM + "\r\n" + TO + "\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
            assertThat(smtp.reply()).startsWith("250");
            assertThat(smtp.reply()).startsWith("550");
            assertThat(smtp.reply()).startsWith("503");
            assertThat(smtp.reply()).startsWith("250");
        }
    }

    @Test
    void dataAfterAChunkIsRefused() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            smtp.say(FROM);
            smtp.say(TO);
            smtp.send("BDAT 4\r\na: b");
            assertThat(smtp.reply()).startsWith("250");
            assertThat(smtp.say("DATA")).startsWith("503");
            assertThat(smtp.say("RSET")).startsWith("250");
            assertThat(smtp.say(FROM)).startsWith("250");
        }
    }

    @Test
    void theSizeLimitHoldsAtMailAndAtTheEnd() throws IOException {
        simulator.smtp().setSizeLimit(30);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(smtp.say("EHLO test")).contains("SIZE 30");
            assertThat(smtp.say(FROM + " SIZE=31")).startsWith("552 5.3.4");
            assertThat(data(smtp, "Subject: x\r\n\r\n" + "y".repeat(20) + "\r\n"))
                    .startsWith("552 5.3.4");
            assertThat(data(smtp, "Subject: x\r\n\r\n" + "y".repeat(14) + "\r\n"))
                    .startsWith("250");
            smtp.send(FROM + "\r\n" + TO + "\r\nBDAT 31 LAST\r\n" + "z".repeat(31));
            smtp.reply();
            smtp.reply();
            assertThat(smtp.reply()).startsWith("552 5.3.4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r\n"})
    void anAmbiguousEndOfDataIsNeverTakenForOne(String end) throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            smtp.say(FROM);
            smtp.say(TO);
            smtp.say("DATA");
            smtp.send("Subject: a\r\n\r\nuno" + end + "MAIL FROM:<intruso@bajio.example>\r\n");
            assertThat(smtp.reply()).startsWith("521 5.5.2");
            assertThat(smtp.reply()).isEqualTo("closed");
        }
        assertThat(simulator.inbox().messages()).isEmpty();
    }

    @Test
    void loneLineFeedsInContentAreRefused() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(data(smtp, "Subject: a\r\n\r\nuno\ndos\r\n")).startsWith("550 5.6.11");
            simulator.smtp().setBareLineEndsRefused(false);
            assertThat(data(smtp, "Subject: a\r\n\r\nuno\ndos\r\n")).startsWith("250");
        }
    }

    @Test
    void contentBeforeTheGoAheadIsRefused() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            smtp.say(FROM);
            smtp.say(TO);
            smtp.send("DATA\r\n" + CONTENT + ".\r\n");
            assertThat(smtp.reply()).startsWith("503 5.5.0");
        }
    }

    @Test
    void withoutPipeliningCommandsComeOneByOne() throws IOException {
        simulator.smtp().disable(SmtpExtension.PIPELINING);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(smtp.say("EHLO test")).doesNotContain("PIPELINING");
            assertThat(data(smtp, CONTENT)).startsWith("250");
            smtp.send(FROM + "\r\n" + TO + "\r\n");
            assertThat(smtp.reply()).startsWith("503 5.5.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL FROM:<a@b.example> FOO=1", "MAIL FROM:<a@b.example> RET=HDRS"})
    void unknownParametersAreRefused(String command) throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(smtp.say(command)).startsWith("555 5.5.4");
        }
    }

    @Test
    void internationalAddressesNeedSmtpUtf8() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            smtp.say(FROM);
            assertThat(smtp.say("RCPT TO:<ñandú@cliente.example>")).startsWith("553 5.6.7");
            smtp.say("RSET");
            smtp.say(FROM + " SMTPUTF8");
            assertThat(smtp.say("RCPT TO:<ñandú@cliente.example>")).startsWith("250");
        }
    }

    @Test
    void commandsKeepTheirOrder() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.encrypted(simulator)) {
            smtp.reply();
            assertThat(smtp.say(FROM)).startsWith("503");
            smtp.say("EHLO test");
            assertThat(smtp.say(FROM)).startsWith("530 5.7.0");
            assertThat(smtp.say(TO)).startsWith("503");
            assertThat(smtp.say("NOOP")).startsWith("250");
            assertThat(smtp.say("VRFY ana")).startsWith("252");
            assertThat(smtp.say("HELP")).startsWith("214");
            assertThat(smtp.say("WHAT")).startsWith("502");
            assertThat(smtp.say("NOOP " + "x".repeat(2_000))).startsWith("500 5.5.2");
            assertThat(smtp.say("QUIT")).startsWith("221");
            assertThat(smtp.reply()).isEqualTo("closed");
        }
    }

    @Test
    void withoutEnhancedStatusCodesRepliesCarryNone() throws IOException {
        simulator.smtp().disable(SmtpExtension.ENHANCEDSTATUSCODES);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(smtp.say("NOOP")).isEqualTo("250 OK");
        }
    }

    @Test
    void theQuotaCountsAcceptedMessages() throws IOException {
        simulator.smtp().setQuota(1);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            data(smtp, CONTENT);
            assertThat(smtp.say(FROM)).startsWith("550 5.4.5");
            simulator.smtp().resetQuotas();
            assertThat(smtp.say(FROM)).startsWith("250");
        }
    }

    @Test
    void aForeignSenderMayBeRefused() throws IOException {
        String foreign = "MAIL FROM:<otro@bajio.example>\r\n" + TO + "\r\nBDAT 4 LAST\r\na: b";
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            smtp.send(foreign);
            assertThat(List.of(smtp.reply(), smtp.reply(), smtp.reply()))
                    .allSatisfy(reply -> assertThat(reply).startsWith("250"));
            simulator.smtp().setForeignSenderRefused(true);
            smtp.send(foreign);
            smtp.reply();
            smtp.reply();
            assertThat(smtp.reply()).startsWith("550 5.7.60");
        }
    }

    @Test
    void aReplyCanBeLostAfterTheMailWasAccepted() throws IOException {
        simulator.smtp().loseReplyOn("CONTENT", 1);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(data(smtp, CONTENT)).isEqualTo("closed");
        }
        assertThat(simulator.smtp().messages()).isEqualTo(1);
        assertThat(simulator.smtp().misbehaviours()).containsExactly(Map.entry("lose-reply CONTENT", 1L));
    }

    @Test
    void aConnectionCanBeCutBeforeTheMailIsAccepted() throws IOException {
        simulator.smtp().closeBefore("CONTENT", 1);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(data(smtp, CONTENT)).isEqualTo("closed");
        }
        assertThat(simulator.inbox().messages()).isEmpty();
    }

    @Test
    void aReplyOf421ClosesTheConnection() throws IOException {
        simulator.smtp().onCommand("MAIL", SmtpReplies.RATE_LIMITED, SimulatedSmtp.ALWAYS);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(smtp.say(FROM)).startsWith("421 4.7.0");
            assertThat(smtp.reply()).isEqualTo("closed");
        }
        simulator.smtp().clearFailures();
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(smtp.say(FROM)).startsWith("250");
        }
    }

    @Test
    void aStallGoesBeforeTheReplyThatFollowsIt() throws IOException {
        simulator.smtp().stallOn("MAIL", Duration.ofMillis(1), 1);
        simulator.smtp().onCommand("MAIL", "451 4.3.0 Busy", 1);
        try (SmtpDialogue smtp = SmtpDialogue.authenticated(simulator)) {
            assertThat(smtp.say(FROM)).startsWith("451");
            assertThat(smtp.say(FROM)).startsWith("250");
        }
    }

    @Test
    void theServerCanGoAwayAndComeBack() throws IOException {
        simulator.smtp().stopListening();
        assertThatThrownBy(() -> SmtpDialogue.inClear(simulator)).isInstanceOf(ConnectException.class);
        simulator.smtp().listen();
        try (SmtpDialogue smtp = SmtpDialogue.inClear(simulator)) {
            assertThat(smtp.reply()).startsWith("220");
        }
    }

    private static String data(SmtpDialogue smtp, String content) throws IOException {
        smtp.say(FROM);
        smtp.say(TO);
        assertThat(smtp.say("DATA")).startsWith("354");
        return smtp.say(content + ".");
    }
}

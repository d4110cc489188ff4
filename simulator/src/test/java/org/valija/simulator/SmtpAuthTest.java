package org.valija.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valija.simulator.OAuthProgram.JUAN;
import static org.valija.simulator.SmtpDialogue.base64;
import static org.valija.simulator.SmtpDialogue.oauthBearer;
import static org.valija.simulator.SmtpDialogue.xoauth2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.simulator.google.Scopes;
import org.valija.simulator.smtp.SmtpExtension;
import org.valija.simulator.smtp.SmtpReplies;
import org.valija.simulator.tls.ServerCertificate;

/** Who may send: TLS, tokens, passwords. */
class SmtpAuthTest {

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final OAuthProgram program = new OAuthProgram(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void inClearOnlyStartTlsIsOffered() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.inClear(simulator)) {
            assertThat(smtp.reply()).startsWith("220 ");
            assertThat(smtp.say("EHLO test"))
                    .contains("STARTTLS", "PIPELINING", "SIZE 35882577", "8BITMIME", "SMTPUTF8")
                    .contains("ENHANCEDSTATUSCODES", "CHUNKING")
                    .doesNotContain("AUTH");
            assertThat(smtp.say("AUTH XOAUTH2 " + xoauth2(JUAN, "x"))).startsWith("530 5.7.0");
            assertThat(smtp.say("STARTTLS")).startsWith("220");
            smtp.startTls();
            assertThat(smtp.say("EHLO test"))
                    .contains("AUTH XOAUTH2 OAUTHBEARER")
                    .doesNotContain("STARTTLS");
        }
    }

    @Test
    void whatWasSentInClearAfterStartTlsIsForgotten() throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.inClear(simulator)) {
            smtp.reply();
            smtp.say("EHLO test");
            smtp.send("STARTTLS\r\nNOOP\r\n");
            assertThat(smtp.reply()).startsWith("220");
            smtp.startTls();
            assertThat(smtp.say("EHLO again")).startsWith("250-smtp.simulator.test");
        }
    }

    @Test
    void aLiveTokenIsAcceptedWithAndWithoutInitialResponse() throws IOException {
        String token = program.accessToken(JUAN);

        assertThat(auth("AUTH XOAUTH2 " + xoauth2(JUAN, token))).startsWith("235");
        assertThat(auth("AUTH OAUTHBEARER " + oauthBearer(JUAN, token))).startsWith("235");
        try (SmtpDialogue smtp = greeted()) {
            assertThat(smtp.say("AUTH XOAUTH2")).isEqualTo("334 ");
            assertThat(smtp.say(xoauth2(JUAN, token))).startsWith("235 2.7.0");
        }
        assertThat(simulator.smtp().authentications()).isEqualTo(3);
    }

    @Test
    void aRefusedTokenIsExplainedAndThenRefused() throws IOException {
        try (SmtpDialogue smtp = greeted()) {
            String challenge = smtp.say("AUTH XOAUTH2 " + xoauth2(JUAN, "wrong"));
            assertThat(new String(Base64.getDecoder().decode(challenge.substring(4)), StandardCharsets.US_ASCII))
                    .isEqualTo("{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}");
            assertThat(smtp.say("")).startsWith("535 5.7.8");
            assertThat(smtp.say("AUTH OAUTHBEARER " + oauthBearer(JUAN, "wrong")))
                    .startsWith("334 ");
            assertThat(smtp.say("AQ==")).startsWith("535 5.7.8");
        }
    }

    @Test
    void expiredRevokedForeignAndNarrowTokensAreRefused() throws IOException {
        assertRefused(JUAN, token -> simulator.google().expireAccessTokens());
        assertRefused(JUAN, token -> simulator.google().revokeGrantsOf(JUAN));
        assertRefused(JUAN, program::revoke);
        assertRefused("lucia.ramos@bajio.example", token -> assertThat(token).isNotEmpty());

        String code = program.code(program.request(), OAuthProgram.allow(JUAN, Scopes.OPENID, Scopes.EMAIL));
        String narrow = program.redeem(code).text("access_token").orElseThrow();
        assertThat(auth("AUTH XOAUTH2 " + xoauth2(JUAN, narrow))).startsWith("334 ");
    }

    private void assertRefused(String user, Consumer<String> afterwards) throws IOException {
        String token = program.accessToken(JUAN);
        afterwards.accept(token);
        assertThat(auth("AUTH XOAUTH2 " + xoauth2(user, token))).startsWith("334 ");
    }

    @Test
    void aLongTokenDoesNotFitInTheCommandLine() throws IOException {
        simulator.google().setAccessTokenLength(1_500);
        String response = xoauth2(JUAN, program.accessToken(JUAN));
        try (SmtpDialogue smtp = greeted()) {
            assertThat(smtp.say("AUTH XOAUTH2 " + response)).startsWith("500 5.5.6");
            assertThat(smtp.say("AUTH XOAUTH2")).startsWith("334");
            assertThat(smtp.say(response)).startsWith("235");
        }
    }

    @Test
    void passwordsWorkOnceTheyAreSet() throws IOException {
        assertThat(auth("AUTH PLAIN " + base64("\0juan\0clave"))).startsWith("504");
        simulator.smtp().acceptPassword("juan", "clave");

        assertThat(auth("AUTH PLAIN " + base64("\0juan\0clave"))).startsWith("235");
        assertThat(auth("AUTH PLAIN " + base64("\0juan\0otra"))).startsWith("535 5.7.8");
        try (SmtpDialogue smtp = greeted()) {
            assertThat(smtp.say("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
            assertThat(smtp.say(base64("juan"))).isEqualTo("334 UGFzc3dvcmQ6");
            assertThat(smtp.say(base64("clave"))).startsWith("235");
        }
    }

    @Test
    void aTenantMayHaveSmtpAuthOff() throws IOException {
        simulator.smtp().onCommand("AUTH", SmtpReplies.SMTP_AUTH_DISABLED, 1);
        String command = "AUTH XOAUTH2 " + xoauth2(JUAN, program.accessToken(JUAN));

        assertThat(auth(command)).startsWith("535 5.7.139");
        assertThat(auth(command)).startsWith("235");
    }

    @Test
    void mechanismsCanBeTurnedOff() throws IOException {
        simulator.smtp().disable(SmtpExtension.AUTH_XOAUTH2);
        try (SmtpDialogue smtp = SmtpDialogue.encrypted(simulator)) {
            smtp.reply();
            assertThat(smtp.say("EHLO test")).contains("AUTH OAUTHBEARER").doesNotContain("XOAUTH2");
            assertThat(smtp.say("AUTH XOAUTH2")).startsWith("504");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MISMATCHED", "UNTRUSTED"})
    void aBadCertificateCanBeShown(ServerCertificate certificate) {
        simulator.smtp().useCertificate(certificate);

        assertThatThrownBy(() -> SmtpDialogue.encrypted(simulator)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void theTranscriptHoldsNoCredentials() throws IOException {
        String token = program.accessToken(JUAN);
        String response = xoauth2(JUAN, token);
        auth("AUTH XOAUTH2 " + response);
        try (SmtpDialogue smtp = greeted()) {
            smtp.say("AUTH XOAUTH2");
            smtp.say(response);
            smtp.say(response);
        }

        assertThat(simulator.smtp().transcripts().toString())
                .contains("AUTH XOAUTH2 •••", "C: •••", "unknown command")
                .doesNotContain(response)
                .doesNotContain(token);
    }

    private SmtpDialogue greeted() throws IOException {
        SmtpDialogue smtp = SmtpDialogue.encrypted(simulator);
        smtp.reply();
        smtp.say("EHLO test");
        return smtp;
    }

    private String auth(String command) throws IOException {
        try (SmtpDialogue smtp = greeted()) {
            return smtp.say(command);
        }
    }
}

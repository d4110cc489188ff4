package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.mail.SmtpConnectException.Kind;
import org.valija.oauth.Secret;
import org.valija.simulator.smtp.SmtpExtension;
import org.valija.simulator.smtp.SmtpReplies;
import org.valija.simulator.tls.ServerCertificate;

class SmtpClientTest {

    private static final String PASSWORD = "contraseña-con-ñ";

    private final MailServerFixture mail = new MailServerFixture();

    @AfterEach
    void close() {
        mail.close();
    }

    @ParameterizedTest
    @CsvSource({
        "STARTTLS, XOAUTH2, 100",
        "STARTTLS, OAUTHBEARER, 1600",
        "IMPLICIT, XOAUTH2, 1600",
        "IMPLICIT, OAUTHBEARER, 100",
    })
    void tokenOpensAnEncryptedConnection(TlsMode tls, String mechanism, int length) {
        mail.smtp().disable(mechanism.equals("XOAUTH2") ? SmtpExtension.AUTH_OAUTHBEARER : SmtpExtension.AUTH_XOAUTH2);
        mail.smtp().setAuthLineLimit(512);
        mail.setToken("t".repeat(length));

        try (SmtpConnection connection = mail.connect(tls == TlsMode.STARTTLS ? mail.startTls() : mail.implicitTls())) {
            assertThat(connection.isUsable()).isTrue();
        }

        assertThat(mail.smtp().authentications()).isEqualTo(1);
        assertThat(mail.smtp().authAttempts()).isEqualTo(1);
        assertThat(mail.lines()).contains(length > 512 ? "C: AUTH " + mechanism : "C: AUTH " + mechanism + " •••");
    }

    @Test
    void everyLengthOfTokenAroundTheLongestLineIsAccepted() {
        for (int length = 310; length < 340; length++) {
            mail.setToken("t".repeat(length));

            mail.connect().close();
        }

        assertThat(mail.smtp().authentications()).isEqualTo(30);
        assertThat(mail.lines()).contains("C: AUTH XOAUTH2", "C: AUTH XOAUTH2 •••");
    }

    @Test
    void nothingIsSaidBetweenTheGreetingAndEncryption() {
        mail.connect(mail.startTls()).close();

        List<String> lines = mail.lines();
        assertThat(lines.subList(0, encryptedAt(lines)))
                .filteredOn(line -> line.startsWith("C: "))
                .containsExactly("C: EHLO [127.0.0.1]", "C: STARTTLS");
        assertThat(lines.subList(encryptedAt(lines), lines.size()))
                .filteredOn(line -> line.startsWith("C: "))
                .startsWith("C: EHLO [127.0.0.1]", "C: AUTH XOAUTH2 •••");
    }

    @ParameterizedTest
    @EnumSource(
            value = SmtpExtension.class,
            names = {"AUTH_XOAUTH2", "AUTH_OAUTHBEARER"})
    void wrongTokenIsRefusedWithTheServersParticularsAndWithoutTheToken(SmtpExtension other) {
        mail.smtp().disable(other);
        for (String wrong : List.of("wrong-short-token", "wrong-long-token".repeat(100))) {
            SmtpConnectException refusal = refusal(
                    mail.implicitTls(), new SmtpCredentials.OAuthToken(MailServerFixture.JUAN, Secret.of(wrong)));

            assertThat(refusal.kind()).isEqualTo(Kind.AUTH_REFUSED);
            assertThat(refusal.reply()).hasValueSatisfying(reply -> {
                assertThat(reply.code()).isEqualTo(535);
                assertThat(reply.enhancedStatus()).contains("5.7.8");
                assertThat(reply.text()).contains("{\"status\":\"400\",\"schemes\":\"Bearer\"");
            });
            assertThat(everythingSaidBy(refusal))
                    .doesNotContain("wrong-")
                    .doesNotContain(Base64.getEncoder().encodeToString(wrong.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void serverThatRepeatsTheCredentialsDoesNotPutThemIntoTheException() {
        String wrong = "secret-token-that-is-repeated";
        String initial = Base64.getEncoder()
                .encodeToString(("user=" + MailServerFixture.JUAN + "\1auth=Bearer " + wrong + "\1\1")
                        .getBytes(StandardCharsets.UTF_8));
        mail.smtp().onCommand("AUTH", "501 5.5.2 Cannot decode " + initial + " as " + wrong, 1);

        SmtpConnectException refusal =
                refusal(mail.implicitTls(), new SmtpCredentials.OAuthToken(MailServerFixture.JUAN, Secret.of(wrong)));

        assertThat(everythingSaidBy(refusal))
                .contains("501 5.5.2 Cannot decode")
                .doesNotContain(wrong)
                .doesNotContain(initial);
    }

    @Test
    void temporaryFailureOfTheServerIsNoRefusal() {
        mail.smtp().onCommand("AUTH", SmtpReplies.AUTH_TEMPORARILY_FAILED, 1);

        assertThat(kindOf(mail.implicitTls())).isEqualTo(Kind.AUTH_TEMPORARY);
        assertThat(kindOf(mail.implicitTls())).isNull();
    }

    @Test
    void serverWithoutAMechanismForTokensIsNamed() {
        mail.smtp().acceptPassword("juan", PASSWORD);
        mail.smtp().disable(SmtpExtension.AUTH_OAUTHBEARER);
        mail.smtp().disable(SmtpExtension.AUTH_XOAUTH2);

        assertThat(kindOf(mail.implicitTls())).isEqualTo(Kind.AUTH_NOT_OFFERED);
        assertThat(mail.smtp().authAttempts()).isZero();
    }

    @Test
    void passwordOpensAConnection() {
        mail.smtp().acceptPassword("juan", PASSWORD);

        connect(mail.startTls(), new SmtpCredentials.Password("juan", Secret.of(PASSWORD)))
                .close();

        assertThat(mail.lines()).contains("C: AUTH PLAIN •••", "S: 235 2.7.0 Accepted");
    }

    @Test
    void wrongPasswordIsRefusedAndNotRepeated() {
        mail.smtp().acceptPassword("juan", PASSWORD);

        SmtpConnectException refusal =
                refusal(mail.implicitTls(), new SmtpCredentials.Password("juan", Secret.of("wrong-password")));

        assertThat(refusal.kind()).isEqualTo(Kind.AUTH_REFUSED);
        assertThat(everythingSaidBy(refusal)).doesNotContain("wrong-password");
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"STARTTLS", "IMPLICIT"})
    void certificateOfAnotherNameIsRefusedBeforeAnySecret(TlsMode tls) {
        mail.smtp().useCertificate(ServerCertificate.MISMATCHED);

        assertThat(kindOf(tls == TlsMode.STARTTLS ? mail.startTls() : mail.implicitTls()))
                .isEqualTo(Kind.TLS_NAME_MISMATCH);
        assertThat(mail.smtp().authAttempts()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"STARTTLS", "IMPLICIT"})
    void certificateOfAnUnknownAuthorityIsRefusedBeforeAnySecret(TlsMode tls) {
        mail.smtp().useCertificate(ServerCertificate.UNTRUSTED);

        assertThat(kindOf(tls == TlsMode.STARTTLS ? mail.startTls() : mail.implicitTls()))
                .isEqualTo(Kind.TLS_UNTRUSTED);
        assertThat(mail.smtp().authAttempts()).isZero();
    }

    @Test
    void privateAuthorityIsNotTrustedUnlessNamed() {
        assertThat(kindOf(SubmissionServer.implicitTls("localhost", mail.smtp().implicitTlsPort())))
                .isEqualTo(Kind.TLS_UNTRUSTED);
    }

    @Test
    void serverThatOffersNoEncryptionIsLeftBeforeAnySecret() {
        mail.smtp().disable(SmtpExtension.STARTTLS);

        assertThat(kindOf(mail.startTls())).isEqualTo(Kind.TLS_NOT_OFFERED);
        assertThat(mail.lines()).noneMatch(line -> line.startsWith("C: AUTH"));
    }

    @Test
    void serverThatRefusesToEncryptIsLeftBeforeAnySecret() {
        mail.smtp().onCommand("STARTTLS", "454 4.7.0 TLS not available", 1);

        assertThat(kindOf(mail.startTls())).isEqualTo(Kind.TLS_NOT_OFFERED);
        assertThat(mail.lines()).noneMatch(line -> line.startsWith("C: AUTH"));
    }

    @Test
    void closedPortIsUnreachable() throws IOException {
        int port;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = once.getLocalPort();
        }

        assertThat(kindOf(SubmissionServer.implicitTls("localhost", port))).isEqualTo(Kind.UNREACHABLE);
        assertThat(kindOf(SubmissionServer.startTls("localhost", port))).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void nameThatCannotBeIsUnreachable() {
        assertThat(kindOf(SubmissionServer.startTls("no-such-host.invalid", 587)))
                .isEqualTo(Kind.UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource({"CONNECT", "EHLO", "AUTH"})
    void connectionDroppedByTheServerIsUnreachable(String command) {
        mail.smtp().closeBefore(command, 2);

        assertThat(kindOf(mail.implicitTls())).isEqualTo(Kind.UNREACHABLE);
        assertThat(kindOf(mail.startTls())).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void connectionDroppedInsteadOfTheHandshakeIsUnreachable() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script -> {
            script.send("220 ready");
            script.expect("EHLO .*");
            script.send("250-here", "250 STARTTLS");
            script.expect("STARTTLS");
            script.send("220 go on");
        })) {
            assertThat(kindOf(SubmissionServer.startTls("localhost", server.port())))
                    .isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void portWithoutEncryptionTakenForAnEncryptedOneIsNoMatterOfCertificates() {
        assertThat(kindOf(SubmissionServer.implicitTls("localhost", mail.smtp().port())))
                .isEqualTo(Kind.PROTOCOL);
    }

    @ParameterizedTest
    @CsvSource({"421 4.3.2 shutting down", "554 5.3.2 no service here"})
    void refusalAtTheGreetingIsKept(String greeting) {
        mail.smtp().onCommand("CONNECT", greeting, 1);

        SmtpConnectException refusal = refusal(mail.startTls(), token());

        assertThat(refusal.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(refusal.reply().map(SmtpReply::toString)).contains(greeting);
    }

    @Test
    void serverThatIsBusyAtItsHelloIsNotAskedAgain() {
        mail.smtp().onCommand("EHLO", "421 4.3.2 too busy", 1);

        SmtpConnectException refusal = refusal(mail.startTls(), token());

        assertThat(refusal.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(refusal.reply().map(SmtpReply::toString)).contains("421 4.3.2 too busy");
    }

    @Test
    void unencryptedConnectionIsMadeToThisMachineAlone() {
        assertThatThrownBy(() -> SubmissionServer.loopback("smtp.example.com", 25))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SubmissionServer.loopback("127.0.0.1.example.com", 25))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SubmissionServer.loopback("127.0.0.1", 25).tls()).isEqualTo(TlsMode.NONE);
    }

    private SmtpCredentials token() {
        return new SmtpCredentials.OAuthToken(MailServerFixture.JUAN, Secret.of(mail.token()));
    }

    private static SmtpConnection connect(SubmissionServer server, SmtpCredentials credentials) {
        return new SmtpClient().connect(server, credentials, DeliveryListener.SILENT);
    }

    private static SmtpConnectException refusal(SubmissionServer server, SmtpCredentials credentials) {
        return catchThrowableOfType(
                SmtpConnectException.class, () -> connect(server, credentials).close());
    }

    /** What went wrong; null for nothing. */
    private @org.jspecify.annotations.Nullable Kind kindOf(SubmissionServer server) {
        try (SmtpConnection connection = connect(server, token())) {
            return connection.isUsable() ? null : Kind.UNREACHABLE;
        } catch (SmtpConnectException e) {
            return e.kind();
        }
    }

    private static String everythingSaidBy(SmtpConnectException e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        return e + e.getMessage() + e.reply() + trace;
    }

    private static int encryptedAt(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("-- TLS")) {
                return i;
            }
        }
        throw new AssertionError("never encrypted: " + lines);
    }
}

package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.valija.ConnectProxy;
import org.valija.mail.SmtpConnectException.Kind;
import org.valija.oauth.ProxyServer;
import org.valija.oauth.Secret;

class ProxiedSocketsTest {

    /** In the certificate, and in no name service: the proxy looks it up. */
    private static final String NAME = "smtp.simulator.test";

    private final MailServerFixture mail = new MailServerFixture();

    @AfterEach
    void stop() {
        mail.close();
    }

    @Test
    void mailServerIsReachedThroughTheProxyWithTlsToItself() {
        try (ConnectProxy proxy = ConnectProxy.asking("juan:secret")) {
            ProxyServer server = ProxyServer.of("http://juan:secret@127.0.0.1:" + proxy.port());

            for (SubmissionServer there : new SubmissionServer[] {implicitTls(), startTls()}) {
                try (SmtpConnection connection = connect(server, there)) {
                    assertThat(connection.isUsable()).isTrue();
                }
            }

            assertThat(proxy.destinations())
                    .containsExactly(
                            NAME + ":" + mail.smtp().implicitTlsPort(),
                            NAME + ":" + mail.smtp().port());
        }
    }

    @Test
    void proxyThatRefusesIsNamedAndItsPasswordIsNot() {
        try (ConnectProxy proxy = ConnectProxy.asking("juan:another")) {
            ProxyServer server = ProxyServer.of("http://juan:secret@127.0.0.1:" + proxy.port());

            assertThatExceptionOfType(SmtpConnectException.class)
                    .isThrownBy(() -> connect(server, implicitTls()))
                    .satisfies(e -> {
                        assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
                        assertThat(e.getCause()).hasMessageContaining("127.0.0.1:" + proxy.port() + " asks for user");
                        assertThat(e.getCause()).hasMessageNotContaining("secret");
                    });
        }
    }

    private SmtpConnection connect(ProxyServer proxy, SubmissionServer server) {
        return new SmtpClient(new ProxiedSockets(proxy))
                .connect(
                        server,
                        new SmtpCredentials.OAuthToken(MailServerFixture.JUAN, Secret.of(mail.token())),
                        DeliveryListener.SILENT);
    }

    private SubmissionServer implicitTls() {
        return SubmissionServer.implicitTls(NAME, mail.smtp().implicitTlsPort())
                .trusting(mail.implicitTls().trust().orElseThrow());
    }

    private SubmissionServer startTls() {
        return SubmissionServer.startTls(NAME, mail.smtp().port())
                .trusting(mail.implicitTls().trust().orElseThrow());
    }
}

package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.SocketFactory;
import org.valija.oauth.Secret;

/**
 * A mail server that says anything: connecting ends with a connection or {@link SmtpConnectException}, a delivery with an
 * {@link Outcome}, and only an accepted content counts as delivered.
 */
class SmtpServerFuzzTest {

    private static final String TOKEN = "ya29.planted-in-the-fuzzer";
    private static final OutgoingMail MAIL = OutgoingMail.builder()
            .from("juan@empresa.mx")
            .to("ana@cliente.mx, luz@cliente.mx")
            .subject("Constancia de retenciones")
            .text("La línea que debe llegar.")
            .build();

    @DictionaryEntries({
        "\\x0D\\x0A",
        "220 x",
        "250-x",
        "250-PIPELINING",
        "250-CHUNKING",
        "250-SMTPUTF8",
        "250-DSN",
        "250-SIZE 35882577",
        "250 AUTH XOAUTH2 OAUTHBEARER LOGIN",
        "235 2.7.0 ok",
        "334 eyJzdGF0dXMiOiI0MDAifQ==",
        "250 2.1.0 ok",
        "354 go",
        "421 4.7.0 rate",
        "550 5.4.5 quota"
    })
    @FuzzTest
    void anythingAServerSays(byte[] said) {
        FakeSocket socket = new FakeSocket(said);
        SmtpClient client = new SmtpClient(new SocketFactory() {
            @Override
            public Socket createSocket() {
                return socket;
            }

            @Override
            public Socket createSocket(String host, int port) {
                return socket;
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress local, int localPort) {
                return socket;
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                return socket;
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
                return socket;
            }
        });
        SmtpCredentials credentials = new SmtpCredentials.OAuthToken("juan@empresa.mx", Secret.of(TOKEN));
        try (SmtpConnection connection = client.connect(
                        SubmissionServer.loopback("localhost", 25), credentials, DeliveryListener.SILENT);
                MimeContent content = MimeContent.of(MAIL)) {
            Outcome outcome = connection.deliver(MAIL.envelope(), content, DeliveryListener.SILENT);
            assertThat(outcome.toString()).doesNotContain(TOKEN);
            MailDiagnoses.of(outcome).ifPresent(diagnosis -> diagnosis.text(Locale.ROOT));
            if (outcome instanceof Outcome.Delivered) {
                assertThat(socket.written())
                        .contains("Constancia de retenciones")
                        .contains("debe llegar");
            }
        } catch (SmtpConnectException e) {
            assertThat(e.diagnosis().text(Locale.ROOT).toString()).doesNotContain(TOKEN);
        }
    }

    /** Gives the octets of the input, whatever is asked. */
    private static final class FakeSocket extends Socket {
        private final InputStream in;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        FakeSocket(byte[] said) {
            this.in = new ByteArrayInputStream(said);
        }

        String written() {
            return out.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void connect(SocketAddress address, int timeout) {}

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public void setSoTimeout(int timeout) {}

        @Override
        public void setSoLinger(boolean on, int linger) {}

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }

        @Override
        public void shutdownOutput() {}

        @Override
        public synchronized void close() throws IOException {
            in.close();
        }
    }
}

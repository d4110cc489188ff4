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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import javax.net.SocketFactory;
import org.valija.oauth.Secret;

/**
 * A mail server that says anything: connecting ends with a connection or {@link SmtpConnectException}, every delivery that
 * began with one {@link Outcome}, only an accepted content counts as delivered and only a 5yz refuses for good. What is
 * told of it is fit for logs and pages.
 */
class SmtpServerFuzzTest {

    private static final String TOKEN = "ya29.planted-in-the-fuzzer";
    private static final String LINE = "La linea que debe llegar.";
    private static final SubmissionServer SERVER = SubmissionServer.loopback("localhost", 25);
    private static final SmtpCredentials CREDENTIALS =
            new SmtpCredentials.OAuthToken("juan@empresa.mx", Secret.of(TOKEN));

    /** One that goes alone, four that may follow each other, one that is large, and one that needs SMTPUTF8. */
    private static final List<Parcel> MAILS = List.of(
            small(),
            small(),
            small(),
            small(),
            small(),
            parcel("ana@cliente.mx, luz@cliente.mx", 400_000),
            parcel("josé@cliente.mx", 1));

    private static final Sockets SOCKETS = new Sockets();

    /** One for all runs, because each has a thread of its own. */
    private static final SmtpClient CLIENT = new SmtpClient(SOCKETS);

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
        "550 5.1.1 no such user",
        "354 go",
        "421 4.7.0 rate",
        "550 5.4.5 quota"
    })
    @FuzzTest
    void anythingAServerSays(byte[] said) {
        FakeSocket socket = new FakeSocket(said);
        SOCKETS.next = socket;
        Queue<Parcel> waiting = new ArrayDeque<>(MAILS);
        List<Parcel> ended = new ArrayList<>();
        try (SmtpConnection connection = CLIENT.connect(SERVER, CREDENTIALS, DeliveryListener.SILENT)) {
            connection.deliverAll(waiting, (parcel, outcome) -> {
                ended.add(parcel);
                check(outcome, parcel, socket);
            });
            assertThat(waiting.isEmpty() || !connection.isUsable()).isTrue();
        } catch (SmtpConnectException e) {
            e.reply().ifPresent(reply -> check(reply, socket));
            checkWords(e.diagnosis().text(Locale.ROOT) + " " + e.diagnosis() + " " + e.getMessage(), socket);
            check(SmtpTransport.connectFailure(e), MAILS.get(0), socket);
        }
        assertThat(ended).isEqualTo(MAILS.subList(0, MAILS.size() - waiting.size()));
    }

    private static void check(Outcome outcome, Parcel parcel, FakeSocket socket) {
        MailDiagnoses.of(outcome)
                .ifPresent(diagnosis -> checkWords(diagnosis.text(Locale.ROOT) + " " + diagnosis, socket));
        if (outcome instanceof Outcome.Delivered delivered) {
            assertThat(socket.written()).contains(LINE);
            assertThat(delivered.reply().isPositive()).isTrue();
            check(delivered.reply(), socket);
            checkRefused(delivered.refused(), socket);
            assertThat(delivered.refused())
                    .hasSizeLessThan(parcel.envelope().recipients().size());
        } else if (outcome instanceof Outcome.Rejected rejected) {
            assertThat(rejected.reply().code()).isBetween(500, 599);
            check(rejected.reply(), socket);
            checkRefused(rejected.recipients(), socket);
        }
    }

    private static void checkRefused(List<Outcome.Recipient> refused, FakeSocket socket) {
        refused.forEach(recipient -> {
            assertThat(recipient.reply().isPositive()).isFalse();
            check(recipient.reply(), socket);
        });
    }

    private static void check(SmtpReply reply, FakeSocket socket) {
        assertThat(reply.text()).hasSizeLessThanOrEqualTo(2_000);
        checkWords(reply.text(), socket);
    }

    /** A server that names the token before it was told made it up itself. */
    private static void checkWords(String words, FakeSocket socket) {
        assertThat(words.contains(TOKEN) && socket.written().contains("AUTH ")).isFalse();
        assertThat(words).hasSizeLessThan(10_000);
        assertThat(words.chars()).noneMatch(Character::isISOControl);
    }

    private static Parcel small() {
        return parcel("ana@cliente.mx, luz@cliente.mx", 1);
    }

    private static Parcel parcel(String recipients, int size) {
        OutgoingMail mail = OutgoingMail.builder()
                .from("juan@empresa.mx")
                .to(recipients)
                .subject("Constancia de retenciones")
                .text(LINE)
                .attach(new Attachment("a.xml", "text/xml", ContentSource.of(new byte[size])))
                .build();
        return new Parcel(
                mail.envelope()
                        .notifying(new StatusNotification(
                                EnumSet.allOf(StatusNotification.Event.class), true, Optional.of("QQ314159"))),
                MimeContent.of(mail),
                DeliveryListener.SILENT);
    }

    /** Hands out the socket of the run. */
    private static final class Sockets extends SocketFactory {
        private Socket next = new Socket();

        @Override
        public Socket createSocket() {
            return next;
        }

        @Override
        public Socket createSocket(String host, int port) {
            return next;
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            return next;
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return next;
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            return next;
        }
    }

    /** Gives the octets of the input, whatever is asked; remembers the beginning of what it was told. */
    private static final class FakeSocket extends Socket {
        private static final int MOST_WRITTEN = 16 * 1024;

        private final InputStream in;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] octets, int offset, int length) {
                super.write(octets, offset, Math.min(length, MOST_WRITTEN - size()));
            }
        };

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

package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.mail.Outcome.DeferCause;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.Provider;
import org.valija.oauth.Secret;

/** Answers that are cut off, endless, elsewhere or missing: bounded, and the outcome says what is known. */
@SuppressWarnings("NullAway.Init")
class GmailNonsenseTest {

    private static final String TOKEN = "ya29.secret-token-of-juan";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<IOException> hungUp = Collections.synchronizedList(new ArrayList<>());
    private ServerSocket listening;

    /** What the server does with a connection, its request's header read. */
    private interface Script {
        void run(String header, InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        closing.countDown();
        listening.close();
    }

    private GmailApi api() {
        return GmailApi.at(URI.create("http://127.0.0.1:" + listening.getLocalPort()))
                .waiting(Duration.ofSeconds(5), PATIENCE)
                .resumableFrom(Long.MAX_VALUE);
    }

    private void serve(Script script) {
        Thread thread = new Thread(() -> {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    InputStream in = new BufferedInputStream(socket.getInputStream());
                    String header = header(in);
                    requests.add(header);
                    script.run(header, in, socket.getOutputStream());
                } catch (IOException e) {
                    // The client hung up, or the test is over.
                    hungUp.add(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static String header(InputStream in) throws IOException {
        StringBuilder header = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && header.indexOf("\r\n\r\n") < 0) {
            header.append((char) octet);
            octet = header.indexOf("\r\n\r\n") < 0 ? in.read() : -1;
        }
        return header.toString();
    }

    private static void readBody(String header, InputStream in) throws IOException {
        String length = header.replaceFirst("(?is).*content-length: (\\d+).*", "$1");
        in.readNBytes(Integer.parseInt(length));
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static OutgoingMail mail(int attachment) {
        OutgoingMail.Builder mail = OutgoingMail.builder()
                .from("juan@empresa.mx")
                .to("ana@cliente.mx")
                .subject("Hola")
                .text("Hola");
        return attachment == 0
                ? mail.build()
                : mail.attach(new Attachment(
                                "a.bin", "application/octet-stream", ContentSource.of(new byte[attachment])))
                        .build();
    }

    private Outcome send(GmailApi api, OutgoingMail mail, DeliveryListener listener) {
        AccessToken token = new AccessToken(1, 1, "juan@empresa.mx", Secret.of(TOKEN), Instant.MAX);
        MailServers servers = MailServers.standard().with(Provider.GMAIL, api);
        try (MimeContent content = MimeContent.of(mail)) {
            List<Outcome> outcomes = new ArrayList<>();
            Deque<Parcel> one = new ArrayDeque<>(List.of(new Parcel(mail.envelope(), content, listener)));
            Optional<Outcome> stop = new GmailTransport(servers, Clock.systemUTC())
                    .deliverAll(gmail(), token, one, (parcel, outcome) -> outcomes.add(outcome));
            return stop.orElseGet(() -> outcomes.get(0));
        }
    }

    private static Grant gmail() {
        return new Grant(
                1,
                "JUAN",
                Provider.GMAIL,
                "juan@empresa.mx",
                "juan@empresa.mx",
                GrantState.CONNECTED,
                Set.of(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Outcome send(GmailApi api) {
        return send(api, mail(0), DeliveryListener.SILENT);
    }

    @Test
    void nobodyListensThere() throws IOException {
        GmailApi api = api();
        listening.close();

        assertThat(send(api)).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
            assertThat(deferred.cause()).isEqualTo(DeferCause.UNREACHABLE);
            assertThat(deferred.detail()).contains("connection refused");
        });
    }

    @Test
    void aConnectionThatBreaksInTheMiddleOfTheContentDefers() {
        serve((header, in, out) -> in.readNBytes(10_000));

        assertThat(send(api(), mail(20_000_000), DeliveryListener.SILENT))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.cause()).isEqualTo(DeferCause.UNREACHABLE));
    }

    @Test
    void aServerThatTakesNoMoreOctetsDefersWhenPatienceEnds() {
        serve((header, in, out) -> closing.await());

        assertThat(send(api(), mail(20_000_000), DeliveryListener.SILENT))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.detail()).contains("no answer in time"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Len",
                "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"id\":\"18c5",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n{",
                "220 smtp.example ESMTP\r\n",
            })
    void anAnswerThatIsCutOffAfterTheContentIsUnknown(String answer) {
        serve((header, in, out) -> {
            readBody(header, in);
            say(out, answer);
        });

        assertThat(send(api())).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void silenceAfterTheContentIsUnknownWhenPatienceEnds() {
        serve((header, in, out) -> {
            readBody(header, in);
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
            closing.await();
        });

        assertThat(send(api()))
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.detail()).contains("no answer in time"));
    }

    @Test
    void anEndlessAnswerIsReadNoFurtherThanItsBound() {
        serve((header, in, out) -> {
            readBody(header, in);
            say(out, "HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\n\r\n");
            while (closing.getCount() > 0) {
                say(out, "x".repeat(8_192));
            }
        });

        assertThat(send(api()))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.detail())
                                .isEqualTo("HTTP 500 (text/html): not an answer of Gmail's API"));
    }

    @Test
    void aRedirectIsNotFollowedAndTheTokenShownNowhereElse() {
        serve((header, in, out) -> {
            readBody(header, in);
            say(
                    out,
                    "HTTP/1.1 307 There\r\nLocation: http://127.0.0.1:" + listening.getLocalPort()
                            + "/elsewhere\r\nContent-Length: 0\r\n\r\n");
        });

        assertThat(send(api()))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.detail()).contains("HTTP 307", "redirect"));
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/upload", "http://127.0.0.1:1/upload", "::not a URI::", ""})
    void anUploadAddressElsewhereIsNotUsed(String location) {
        serve((header, in, out) -> say(
                out,
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
                        + (location.isEmpty() ? "" : "Location: " + location + "\r\n")
                        + "\r\n"));

        assertThat(send(api().resumableFrom(0)))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.detail()).contains("no address of its own"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void anAnswerThatRepeatsTheTokenDoesNotBringItIntoTheOutcome() {
        serve((header, in, out) -> {
            readBody(header, in);
            String body = "{\"error\":{\"code\":400,\"message\":\"bad " + TOKEN + "\"}}";
            say(out, "HTTP/1.1 400 Bad\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });

        assertThat(send(api()).toString()).contains("bad •••").doesNotContain(TOKEN);
    }

    @Test
    void theListenerHearsOfItOnTheThreadThatSendsAndMayEndIt() {
        serve((header, in, out) -> {
            readBody(header, in);
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"id\":\"18\"}");
        });
        List<String> heard = new ArrayList<>();
        Thread own = Thread.currentThread();

        Outcome outcome = send(api(), mail(0), (step, sent, total) -> {
            assertThat(Thread.currentThread()).isSameAs(own);
            heard.add(step.name());
        });

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(heard).containsExactly("CONNECTING", "CONTENT", "REPLY");
        assertThatThrownBy(() -> send(api(), mail(0), (step, sent, total) -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
    }

    @Test
    void theApiIsAskedInClearOnThisMachineAlone() {
        assertThatThrownBy(() -> GmailApi.at(URI.create("http://gmail.example/")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(GmailApi.google().send("media"))
                .hasToString("https://gmail.googleapis.com/upload/gmail/v1/users/me/messages/send?uploadType=media");
    }
}

package org.valija.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.valija.oauth.Proxies;
import org.valija.oauth.Secret;

class WebhookCallerTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    /** Its status comes at once, its body a byte at a time and never wholly. */
    @Test
    @Timeout(20)
    void anAnswerThatTricklesIsATryInVainAndItsConnectionIsClosed() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WebhookCaller caller = new WebhookCaller(
                        Optional.empty(), Proxies.ofSystem(), Clock.systemUTC(), Duration.ofSeconds(1))) {
            Thread.ofVirtual().start(() -> trickle(receiver, closed));

            WebhookCaller.Answer answer = caller.post(
                            new Webhook(
                                    URI.create("http://127.0.0.1:" + receiver.getLocalPort() + "/valija"),
                                    Secret.of("whsec_test")),
                            delivery())
                    .orElseThrow();

            assertThat(answer.taken()).isFalse();
            assertThat(answer.status()).isEmpty();
            assertThat(answer.error()).isEqualTo("no whole answer within 1 s");
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    private static void trickle(ServerSocket receiver, CompletableFuture<Void> closed) {
        try (Socket socket = receiver.accept();
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            assertThat(in.read()).isNotNegative();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('.');
                out.flush();
                Thread.sleep(50);
            }
        } catch (IOException e) {
            closed.complete(null);
        } catch (InterruptedException e) {
            closed.completeExceptionally(e);
        }
    }

    private static WebhookDelivery delivery() {
        return new WebhookDelivery(
                1,
                "evt_1",
                EventKind.WEBHOOK_TEST,
                "{}",
                NOON,
                0,
                Optional.of(NOON),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty());
    }
}

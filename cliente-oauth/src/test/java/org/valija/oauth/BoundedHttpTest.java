package org.valija.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedHttpTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int LARGEST = 1_000;

    private final BoundedHttp http =
            new BoundedHttp(Optional.empty(), Proxies.ofSystem(), Duration.ofSeconds(10), LARGEST);

    @Test
    void anAnswerIsReadUpToTheBoundAndARedirectIsNotFollowed() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", BoundedHttpTest::answer);
        server.start();
        try {
            URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");

            BoundedHttp.Answer small = http.exchange(get(base.resolve("small")), LONG);
            BoundedHttp.Answer large = http.exchange(get(base.resolve("large")), LONG);
            BoundedHttp.Answer elsewhere = http.exchange(get(base.resolve("moved")), LONG);

            assertThat(small.status()).isEqualTo(200);
            assertThat(small.body()).isEqualTo("año");
            assertThat(large.body()).isEqualTo(".".repeat(LARGEST));
            assertThat(elsewhere.status()).isEqualTo(302);
            assertThat(elsewhere.headers().firstValue("Location")).hasValue("/small");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAnswerThatTricklesIsLateAndItsConnectionIsClosed() throws Exception {
        try (Trickle server = new Trickle()) {
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() -> http.exchange(get(server.address()), SHORT))
                    .withMessageStartingWith("no whole answer");

            server.closed();
        }
    }

    @Test
    void whoIsInterruptedEndsTheExchange() throws Exception {
        try (Trickle server = new Trickle()) {
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> http.exchange(get(server.address()), LONG));
        }
    }

    @Test
    void closingEndsWhatIsUnderWayAndWhatIsBegunLater() throws Exception {
        try (Trickle server = new Trickle()) {
            CompletableFuture<BoundedHttp.Answer> underWay = http.begin(get(server.address()));
            server.asked();

            http.close();

            assertThat(underWay).isCompletedExceptionally();
            server.closed();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> http.exchange(get(server.address()), LONG));
        }
    }

    private static HttpRequest get(URI address) {
        return HttpRequest.newBuilder(address).build();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = (path.equals("/large") ? ".".repeat(LARGEST * 100) : "año").getBytes(StandardCharsets.UTF_8);
        boolean moved = path.equals("/moved");
        if (moved) {
            exchange.getResponseHeaders().add("Location", "/small");
        }
        exchange.sendResponseHeaders(moved ? 302 : 200, moved ? -1 : body.length);
        if (!moved) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** A server whose answer comes an octet at a time and never wholly. */
    private static final class Trickle implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final CompletableFuture<Void> asked = new CompletableFuture<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        Trickle() throws IOException {
            new Thread(this::trickle, "trickle").start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }

        void asked() throws Exception {
            asked.get(10, TimeUnit.SECONDS);
        }

        void closed() throws Exception {
            closed.get(10, TimeUnit.SECONDS);
        }

        private void trickle() {
            try (Socket client = socket.accept();
                    InputStream in = client.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                if (in.read() < 0) {
                    throw new IOException("nothing was asked");
                }
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                asked.complete(null);
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

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

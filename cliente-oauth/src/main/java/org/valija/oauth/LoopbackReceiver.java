package org.valija.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Waits on this machine for the browser to come back from the provider (RFC 8252 §7.3): listens on 127.0.0.1 with a free
 * port, hands out the first final address that carries a {@code state}, and shows the user a page that says so.
 */
public final class LoopbackReceiver implements AutoCloseable {

    private static final String PATH = "/oauth/retorno";

    private final HttpServer server;
    private final BlockingQueue<URI> received = new ArrayBlockingQueue<>(1);
    private final ResourceBundle words;

    /**
     * Begins to listen.
     *
     * @throws AuthorizationException when no loopback port can be opened
     */
    public LoopbackReceiver(Locale language) {
        this.words = ResourceBundle.getBundle("org.valija.oauth.loopback", language);
        try {
            this.server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        } catch (IOException e) {
            throw AuthorizationException.noLoopback(e);
        }
        server.createContext(PATH, this::answer);
        server.start();
    }

    /** The redirect address to ask for. */
    public URI redirectUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /**
     * Waits for the browser.
     *
     * @return the whole final address, or empty when nothing came in that time
     */
    public Optional<URI> await(Duration patience) throws InterruptedException {
        return Optional.ofNullable(received.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        server.stop(1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            boolean taken =
                    ("&" + query).contains("&state=") && received.offer(URI.create(redirectUri() + "?" + query));
            byte[] page = page(words.getString(taken ? "received" : "unexpected"));
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.sendResponseHeaders(taken ? 200 : 400, page.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(page);
            }
        }
    }

    private byte[] page(String text) {
        return ("<!doctype html><html lang=\"" + words.getString("language") + "\"><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Valija</title>"
                        + "<h1>Valija</h1><p>" + text + "</p></html>")
                .getBytes(StandardCharsets.UTF_8);
    }
}

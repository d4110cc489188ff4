package org.valija.tests.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a token endpoint, on which answers can be lost after the endpoint has given them. */
final class LossyRoad implements AutoCloseable {

    private final URI endpoint;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger toLose = new AtomicInteger();

    private LossyRoad(URI endpoint, HttpServer server) {
        this.endpoint = endpoint;
        this.server = server;
    }

    static LossyRoad to(URI endpoint) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LossyRoad road = new LossyRoad(endpoint, server);
        server.createContext("/", road::forward);
        server.start();
        return road;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + endpoint.getPath());
    }

    void loseAnswers(int answers) {
        toLose.set(answers);
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                    .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                    .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                request.header("Authorization", authorization);
            }
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return;
            }
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            answer.headers().firstValue("Content-Type").orElse("application/json"));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

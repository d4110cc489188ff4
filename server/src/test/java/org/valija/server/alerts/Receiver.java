package org.valija.server.alerts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that takes events, on a real socket. */
final class Receiver implements AutoCloseable {

    /** What came. */
    record Event(String signature, String id, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String type() {
            return json().get("type").asString();
        }
    }

    private final HttpServer server;
    private final List<Event> events = new ArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private volatile boolean silent;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/valija");
    }

    /** Answers the next event so; 204 otherwise. */
    synchronized void answers(int status) {
        answers.add(status);
    }

    /** Takes what comes and answers nothing, for as long as this holds. */
    void isSilent(boolean now) {
        silent = now;
    }

    synchronized List<Event> all() {
        return List.copyOf(events);
    }

    List<Event> of(String type) {
        return all().stream().filter(event -> event.type().equals(type)).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = note(new Event(
                exchange.getRequestHeaders().getFirst("Valija-Signature"),
                exchange.getRequestHeaders().getFirst("Valija-Event-Id"),
                body));
        if (silent) {
            return;
        }
        if (status / 100 == 3) {
            exchange.getResponseHeaders()
                    .add("Location", address().resolve("/elsewhere").toString());
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private synchronized int note(Event event) {
        events.add(event);
        return answers.isEmpty() ? 204 : answers.poll();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package org.valija.simulator.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** The HTTP server of all pages and endpoints, on loopback only. */
public final class WebServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WebServer.class.getName());
    private static final int BODY_LIMIT = 1 << 20;
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final RequestLog log;

    private WebServer(HttpServer server, RequestLog log) {
        this.server = server;
        this.log = log;
    }

    /** Starts to listen; port 0 takes a free one. Requests that match no route are answered 404. */
    public static WebServer start(int port, Executor executor, RequestLog log) {
        // Without it every answer waits 40 ms for a delayed acknowledgement.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            WebServer web = new WebServer(server, log);
            server.createContext("/", web::handle);
            server.setExecutor(executor);
            server.start();
            return web;
        } catch (IOException e) {
            throw new UncheckedIOException("HTTP port " + port + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** The base address, without a slash at the end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers requests for exactly this path; a path that ends in {@code /*} answers all below it. */
    public void route(String method, String path, WebHandler handler) {
        route(method, path, BODY_LIMIT, handler);
    }

    /** The same, for bodies of up to {@code limit} octets; 1 MB is the usual limit. */
    public void route(String method, String path, int limit, WebHandler handler) {
        routes.add(new Route(method, path, limit, handler));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int limit = limit(exchange.getRequestURI());
            byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
            WebResponse response = body.length > limit
                    ? Page.message(413, "Demasiado grande", "El cuerpo pasa de " + (limit >> 20) + " MB.")
                    : respond(exchange, body);
            if (!response.isDropped()) {
                send(exchange, response);
            }
        }
    }

    private int limit(URI uri) {
        String path = Optional.ofNullable(uri.getPath()).orElse("/");
        return routes.stream()
                .filter(route -> route.matches(path))
                .mapToInt(route -> route.limit)
                .max()
                .orElse(BODY_LIMIT);
    }

    private WebResponse respond(HttpExchange exchange, byte[] body) {
        WebResponse response;
        Optional<WebRequest> request = Optional.empty();
        try {
            URI uri = exchange.getRequestURI();
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            request = Optional.of(new WebRequest(
                    exchange.getRequestMethod(),
                    Optional.ofNullable(uri.getPath()).orElse("/"),
                    Form.parse(query),
                    body,
                    exchange.getRequestHeaders()));
            response = dispatch(request.get());
        } catch (BadRequestException e) {
            response = Page.message(400, "Petición incorrecta", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Request failed", e);
            response = Page.message(500, "Error del simulador", "Mira la salida del programa.");
        }
        int status = response.status();
        request.ifPresent(read -> log.add(read, status));
        return response;
    }

    private WebResponse dispatch(WebRequest request) {
        if (!LocalOrigin.isLocalHost(request.header("Host").orElse(""))) {
            return Page.message(421, "Dirección equivocada", "El simulador solo atiende a esta máquina.");
        }
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        boolean pathKnown = false;
        for (Route route : routes) {
            if (route.matches(request.path())) {
                pathKnown = true;
                if (route.method.equals(method)) {
                    return route.handler.answer(request);
                }
            }
        }
        return pathKnown
                ? Page.message(405, "Método no admitido", "Esta dirección no admite " + request.method() + ".")
                : Page.message(404, "No existe", "Aquí no hay nada.");
    }

    private static void send(HttpExchange exchange, WebResponse response) throws IOException {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().putIfAbsent("Cache-Control", List.of("no-store"));
        byte[] body = response.body();
        boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.status(), empty ? -1 : body.length);
        if (!empty) {
            exchange.getResponseBody().write(body);
        }
    }

    private static final class Route {

        private final String method;
        private final String path;
        private final int limit;
        private final WebHandler handler;

        private Route(String method, String path, int limit, WebHandler handler) {
            this.method = method;
            this.path = path;
            this.limit = limit;
            this.handler = handler;
        }

        private boolean matches(String requested) {
            return path.endsWith("/*")
                    ? requested.startsWith(path.substring(0, path.length() - 1))
                    : requested.equals(path);
        }
    }
}

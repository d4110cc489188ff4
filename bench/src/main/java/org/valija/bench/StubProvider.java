package org.valija.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.oauth.Provider;

/** Gives whoever asks a token for an hour; the code is the mailbox. */
final class StubProvider implements AutoCloseable {

    static final int ID = 100;
    private static final Pattern CODE = Pattern.compile("(?:^|&)code=([^&]*)");

    private final HttpServer server;

    StubProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", StubProvider::token);
        server.createContext("/userinfo", StubProvider::userInfo);
        server.start();
    }

    Provider provider() {
        URI base = URI.create("http://localhost:" + server.getAddress().getPort());
        return Provider.builder(ID, "Stub")
                .issuer(base.toString())
                .authorizationEndpoint(base.resolve("/authorize"))
                .tokenEndpoint(base.resolve("/token"))
                .userInfoEndpoint(base.resolve("/userinfo"))
                .scopes("mail")
                .requiredScopes("mail")
                .identityClaims("email")
                .build();
    }

    private static void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        Matcher code = CODE.matcher(form);
        String mailbox = code.find() ? URLDecoder.decode(code.group(1), StandardCharsets.UTF_8) : "";
        answer(exchange, """
                {"access_token":"at.%1$s","refresh_token":"rt.%1$s","token_type":"Bearer","expires_in":3600,"scope":"mail"}
                """.formatted(mailbox));
    }

    private static void userInfo(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        String mailbox = token.substring("Bearer at.".length());
        answer(exchange, "{\"sub\":\"%1$s\",\"email\":\"%1$s\",\"email_verified\":true}".formatted(mailbox));
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] octets = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, octets.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(octets);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

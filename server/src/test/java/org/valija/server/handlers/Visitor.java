package org.valija.server.handlers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Somebody at the wire: sends what no browser would, follows nothing, and keeps cookies. Not thread-safe. */
final class Visitor {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String address;
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private String formToken = "";
    private Optional<String> bearer = Optional.empty();

    Visitor(String address) {
        this.address = address;
    }

    /** What is sent with a request. */
    record Body(String type, byte[] octets) {

        static Body none() {
            return form("");
        }

        static Body form(String encoded) {
            return new Body("application/x-www-form-urlencoded", encoded.getBytes(StandardCharsets.ISO_8859_1));
        }

        static Body json(byte[] octets) {
            return new Body("application/json", octets);
        }
    }

    record Answer(int status, String location, String type, String body, HttpHeaders headers) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** For whoever reads of a failure. */
        @Override
        public String toString() {
            return "Answer[status=" + status + ", location=" + location + ", type=" + type + ", body=" + body + "]";
        }

        /** What stands on it for people. */
        String words() {
            return Jsoup.parse(body).text();
        }

        boolean isToEntry() {
            return status / 100 == 3 && URI.create(location).getPath().equals("/entrar");
        }
    }

    /** Enters with code and key. */
    Visitor enter(String code, String key) {
        takeFormToken("/entrar");
        Answer entered = send(
                "POST",
                "/entrar",
                Body.form("usuario=" + code + "&clave=" + java.net.URLEncoder.encode(key, StandardCharsets.UTF_8)),
                true);
        if (entered.status() / 100 != 3 || entered.location().contains("/entrar")) {
            throw new IllegalStateException(code + " may not enter: " + entered);
        }
        return takeFormToken("/clave");
    }

    /** Shows a program's token with each request. */
    Visitor bearing(String token) {
        bearer = Optional.of(token);
        return this;
    }

    /** Reads from a page the token that its forms have. */
    Visitor takeFormToken(String path) {
        Element field = Jsoup.parse(get(path).body()).selectFirst("input[name=_csrf]");
        if (field == null) {
            throw new IllegalStateException(path + " has no form with a token");
        }
        formToken = field.attr("value");
        return this;
    }

    Answer get(String path) {
        return send("GET", path, Body.none(), false);
    }

    /** @param withToken whether the token of the forms goes along, in a header, which no broken body can hide */
    Answer send(String method, String path, Body body, boolean withToken) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Accept-Language", "es");
        bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
        if (method.equals("GET")) {
            request.GET();
        } else {
            request.header("Content-Type", body.type()).method(method, BodyPublishers.ofByteArray(body.octets()));
        }
        if (withToken) {
            request.header("X-CSRF-TOKEN", formToken);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Location").orElse(""),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body(),
                    response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " gets no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

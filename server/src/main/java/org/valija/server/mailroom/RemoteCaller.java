package org.valija.server.mailroom;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.valija.oauth.Proxies;
import org.valija.oauth.Secret;
import org.valija.server.mailroom.MailroomException.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a service's programming interface and understands its refusals (RFC 9457). The token goes nowhere else. */
final class RemoteCaller implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final HttpClient client;
    private final URI service;
    private final Secret token;

    /** @param service its address, with or without a path */
    RemoteCaller(URI service, Secret token, Optional<SSLContext> tls) {
        this.service = service.toString().endsWith("/") ? service : URI.create(service + "/");
        this.token = token;
        Proxies proxies = Proxies.ofSystem();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .proxy(proxies.selector());
        proxies.authenticator().ifPresent(builder::authenticator);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** A request for a path of the interface, such as {@code messages/17}. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve("api/v1/" + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token.reveal())
                .header("Accept", "application/json, application/problem+json")
                .header("Accept-Language", Locale.getDefault().toLanguageTag());
    }

    JsonNode get(String path) {
        return call(request(path).GET().build());
    }

    JsonNode post(String path, String contentType, BodyPublisher body) {
        return call(request(path).header("Content-Type", contentType).POST(body).build());
    }

    /** @throws MailroomException when the service does not answer, or refuses */
    JsonNode call(HttpRequest request) {
        HttpResponse<String> response;
        try {
            response = client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
        JsonNode body = json(response);
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        throw Refusals.of(response.statusCode(), body.path("code").asString(""), words(body));
    }

    private MailroomException unreachable(Exception failure) {
        String words = failure.getMessage();
        return new MailroomException(
                Problem.UNREACHABLE,
                service.toString(),
                words == null ? failure.getClass().getSimpleName() : words);
    }

    private JsonNode json(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        int status = response.statusCode();
        if (!type.contains("json")) {
            throw status == 429 || status / 100 == 5
                    ? new MailroomException(Problem.TRY_LATER, "HTTP " + status)
                    : new MailroomException(Problem.NOT_VALIJA, service.toString(), "HTTP " + status);
        }
        try {
            return JsonMapper.shared().readTree(response.body());
        } catch (JacksonException e) {
            throw new MailroomException(Problem.NOT_VALIJA, service.toString(), "HTTP " + status);
        }
    }

    /** What happened, what to do, and the fields that are wrong. */
    private static List<String> words(JsonNode problem) {
        Stream<String> whole =
                Stream.of("title", "detail").map(name -> problem.path(name).asString(""));
        Stream<String> fields = problem.path("errors")
                .valueStream()
                .map(error -> error.path("field").asString("") + ": "
                        + error.path("detail").asString(""));
        return Stream.concat(whole, fields).filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public void close() {
        client.close();
    }
}

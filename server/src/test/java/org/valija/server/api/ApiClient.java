package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program. Every answer that it gets to a documented request is held against the document. */
final class ApiClient {

    private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI address;
    private final Optional<String> token;

    ApiClient(URI address, Optional<String> token) {
        this.address = address;
        this.token = token;
    }

    record Answer(int status, HttpResponse<String> response, JsonNode body) {

        String code() {
            return body.path("code").asString("");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Fields that are named as wrong. */
        List<String> fields() {
            List<String> fields = new ArrayList<>();
            body.path("errors").forEach(error -> fields.add(error.get("field").asString()));
            return fields;
        }
    }

    /** The same without a token. */
    ApiClient stranger() {
        return new ApiClient(address, Optional.empty());
    }

    ApiClient with(String other) {
        return new ApiClient(address, Optional.of(other));
    }

    Answer get(String path, String... headers) {
        return call("GET", path, BodyPublishers.noBody(), headers);
    }

    /** Posts JSON, unless the headers say otherwise. */
    Answer post(String path, String body, String... headers) {
        boolean typed = List.of(headers).contains("Content-Type");
        List<String> all = new ArrayList<>(List.of(headers));
        if (!typed) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return call("POST", path, BodyPublishers.ofString(body), all.toArray(String[]::new));
    }

    Answer call(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).method(method, body);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            Answer answer = new Answer(
                    response.statusCode(), response, JsonMapper.shared().readTree(response.body()));
            check(method + " " + template(path), answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(String operation, Answer answer) {
        if (DOCUMENT.operations().contains(operation)) {
            DOCUMENT.check(operation, answer.status(), answer.header("Content-Type"), answer.body());
        } else {
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.header("Cache-Control")).contains("no-store");
        if (answer.status() >= 400) {
            assertThat(answer.body().get("status").asInt()).isEqualTo(answer.status());
            assertThat(answer.body().get("title").asString()).isNotBlank();
            assertThat(answer.body().get("detail").asString()).isNotBlank();
        }
    }

    private static String template(String path) {
        return path.replaceFirst("\\?.*", "").replaceFirst("/(?:[0-9]+|[A-Za-z0-9_-]{43})(?=/|$)", "/{id}");
    }
}

package org.valija.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another program, which calls the service with a token. */
record Program(Person person, String token) {

    private static final Pattern ADDRESS = Pattern.compile("\"address\":\"https?://[^/]+(/[^\"]+)\"");

    /** Begins an authorisation; gives the path of the address that the person opens. */
    String asksForAuthorization() {
        HttpResponse<String> begun = post("/api/v1/authorizations", "{\"user\":\"SUPERVISOR\"}");
        assertThat(begun.statusCode()).isEqualTo(201);
        Matcher address = ADDRESS.matcher(begun.body());
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    /** Hands in a mail. */
    void hands(String subject) {
        HttpResponse<String> accepted = post(
                "/api/v1/messages",
                "{\"user\":\"SUPERVISOR\",\"to\":[\"" + Person.RECIPIENT + "\"],\"subject\":\"" + subject + "\"}");
        assertThat(accepted.statusCode()).isEqualTo(202);
    }

    private HttpResponse<String> post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(person.address() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

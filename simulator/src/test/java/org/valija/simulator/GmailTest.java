package org.valija.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valija.simulator.OAuthProgram.JUAN;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.simulator.google.FailurePlan;
import org.valija.simulator.google.Scopes;
import org.valija.simulator.inbox.Envelope;
import org.valija.simulator.inbox.ReceivedMessage;

/** Gmail's {@code users.messages.send}, as Gmail behaves. */
class GmailTest {

    private static final String MAIL = "From: juan.perez@bajio.example\r\n"
            + "To: \"Álvarez, Ana\" <ana@cliente.example>,\r\n beto@cliente.example\r\n"
            + "Bcc: <oculta@bajio.example>,\r\n <otra@bajio.example>\r\n"
            + "Subject: Hola\r\n\r\nbcc: esto es texto\r\n";
    private static final String UPLOAD = "/upload/gmail/v1/users/me/messages/send?uploadType=";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final OAuthProgram program = new OAuthProgram(simulator);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        simulator.close();
    }

    private HttpAnswer send(String method, String address, String token, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(address.startsWith("http") ? address : simulator.httpUri() + address))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpAnswer.of(http.send(request.build(), BodyHandlers.ofString()));
    }

    private HttpAnswer media(String token, String mail) throws IOException, InterruptedException {
        return send("POST", UPLOAD + "media", token, mail, "Content-Type", "message/rfc822");
    }

    private String tokenWith(String scope) {
        Map<String, String> request = program.request();
        request.put("scope", "openid email " + scope);
        return program.redeem(program.code(request, OAuthProgram.allow(JUAN, "openid", "email", scope)))
                .text("access_token")
                .orElseThrow();
    }

    private ReceivedMessage received() {
        return simulator.inbox().await(1, Duration.ofSeconds(5)).get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {Scopes.GMAIL_SEND, Scopes.MAIL})
    void everyRecipientOfTheHeaderGetsItAndNobodySeesBcc(String scope) throws Exception {
        HttpAnswer answer = media(tokenWith(scope), MAIL);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("id").orElse("")).hasSize(16);
        assertThat(received().envelope().way()).isEqualTo(Envelope.Way.GMAIL_API);
        assertThat(received().envelope().sender()).isEqualTo(JUAN);
        assertThat(received().envelope().recipients())
                .containsExactly(
                        "ana@cliente.example", "beto@cliente.example", "oculta@bajio.example", "otra@bajio.example");
        assertThat(new String(received().content(), UTF_8))
                .doesNotContain("oculta", "otra@")
                .endsWith("Subject: Hola\r\n\r\nbcc: esto es texto\r\n");
    }

    @Test
    void theMailMayAlsoComeInsideJson() throws Exception {
        String raw = Base64.getUrlEncoder().encodeToString(MAIL.getBytes(UTF_8));

        assertThat(send(
                                "POST",
                                "/gmail/v1/users/me/messages/send",
                                tokenWith(Scopes.MAIL),
                                "{\"raw\": \"" + raw + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(new String(received().content(), UTF_8)).endsWith("bcc: esto es texto\r\n");
    }

    @Test
    void aResumableUploadTellsHowItStands() throws Exception {
        String token = tokenWith(Scopes.GMAIL_SEND);
        HttpAnswer begun = send(
                "POST",
                UPLOAD + "resumable",
                token,
                "",
                "X-Upload-Content-Type",
                "message/rfc822",
                "X-Upload-Content-Length",
                String.valueOf(MAIL.getBytes(UTF_8).length));
        String session = begun.header("Location");

        assertThat(send("PUT", session, token, "", "Content-Range", "bytes */100")
                        .status())
                .isEqualTo(308);
        simulator.google().fail(FailurePlan.answerLost().atGmail());
        assertThatThrownBy(() -> send("PUT", session, token, MAIL)).isInstanceOf(IOException.class);
        assertThat(send("PUT", session, token, "", "Content-Range", "bytes */100")
                        .text("id"))
                .isPresent();
        assertThat(simulator.inbox().messages()).hasSize(1);
    }

    @Test
    void tokenScopeSizeAndRecipientsAreChecked() throws Exception {
        assertThat(media("wrong", MAIL).text("reason")).hasValue("authError");
        HttpAnswer scopeless = media(tokenWith(Scopes.PROFILE), MAIL);
        assertThat(scopeless.status()).isEqualTo(403);
        assertThat(scopeless.body()).contains("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");

        String token = tokenWith(Scopes.GMAIL_SEND);
        assertThat(media(token, "Subject: a nadie\r\n\r\n").status()).isEqualTo(400);
        assertThat(send("POST", UPLOAD + "media", token, MAIL, "Content-Type", "text/plain")
                        .status())
                .isEqualTo(400);
        simulator.google().setLargestMail(10);
        assertThat(media(token, MAIL).status()).isEqualTo(413);
        simulator.google().expireAccessTokens();
        assertThat(media(token, MAIL).status()).isEqualTo(401);
        assertThat(simulator.inbox().messages()).isEmpty();
    }

    @Test
    void failuresComeOnDemand() throws Exception {
        String token = tokenWith(Scopes.GMAIL_SEND);
        simulator
                .google()
                .fail(FailurePlan.gmailError(429, "rateLimitExceeded", "Slow down")
                        .retryAfter(Duration.ofSeconds(7)));
        new Browser()
                .post(
                        simulator.httpUri() + "/control/fail",
                        "endpoint=gmail&reason=accessNotConfigured&message=Not%20enabled");

        assertThat(media(token, MAIL).header("Retry-After")).isEqualTo("7");
        assertThat(media(token, MAIL).body()).contains("accessNotConfigured", "SERVICE_DISABLED", "Not enabled");
        assertThat(media(token, MAIL).status()).isEqualTo(200);
        assertThat(simulator.google().mailRequests()).isEqualTo(3);
    }
}

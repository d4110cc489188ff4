package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.InSpanish;
import org.valija.server.api.ApiClient.Answer;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import tools.jackson.databind.JsonNode;

/** Programs ask for an authorisation, and a person gives it in a browser without entering the console. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class ApiAuthorizationTest {

    private static final String PATH = "/api/v1/authorizations";

    @TempDir
    private Path folder;

    private final FormBrowser person = new FormBrowser();
    private ApiFixture fixture;
    private ApiClient api;

    @BeforeEach
    void start() {
        fixture = new ApiFixture(folder, Map.of());
        api = fixture.client(fixture.token(Optional.of("SUPERVISOR")));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void whoOpensTheAddressConnectsTheMailbox() {
        JsonNode begun = begin("{}");
        assertThat(state(begun).get("state").asString()).isEqualTo("PENDING");
        Page page = open(begun);
        assertThat(page.text("main")).contains("«Prueba» pide enviar correo desde " + ApiFixture.MAILBOX);

        Page consent = person.submit(page.form("#autenticar"));
        Page end = person.submit(consent.form("#consent").press("button[value=allow]"));

        assertThat(end.text(".good")).startsWith(ApiFixture.MAILBOX + " quedó autorizado");
        JsonNode done = state(begun);
        assertThat(done.get("state").asString()).isEqualTo("DONE");
        JsonNode account = done.get("account");
        assertThat(account.get("email").asString()).isEqualTo(ApiFixture.MAILBOX);
        assertThat(account.get("state").asString()).isEqualTo("CONNECTED");
        assertThat(account.get("user").asString()).isEqualTo("SUPERVISOR");
        assertThat(account.get("providerName").asString()).isEqualTo("Gmail");
        assertThat(account.has("lastError")).isFalse();
        assertThat(api.get("/api/v1/accounts/" + account.get("id").asLong()).body())
                .isEqualTo(account);
        assertThat(open(begun).has("#autenticar")).isFalse();
        assertThat(person.get(fixture.at("/cuentas")).has("#entrada")).isTrue();
    }

    @Test
    void whoSaysNoMaySayYesLater() {
        JsonNode begun = begin("{\"provider\":1}");
        Page consent = person.submit(open(begun).form("#autenticar"));
        Page denied = person.submit(consent.form("#consent").press("button[value=deny]"));

        assertThat(denied.text(".say")).startsWith("No se dio el permiso");
        assertThat(denied.text("main")).contains("vuelve a abrir el enlace");
        assertThat(state(begun).get("state").asString()).isEqualTo("REFUSED");

        Page again = person.submit(open(begun).form("#autenticar"));
        person.submit(again.form("#consent").press("button[value=allow]"));
        assertThat(state(begun).get("state").asString()).isEqualTo("DONE");
    }

    @Test
    void anotherMailboxIsNotConnected() {
        JsonNode begun = begin("{}");
        Page consent = person.submit(open(begun).form("#autenticar"));
        Page other = person.submit(
                consent.form("#consent").type("account", ApiFixture.LUCIAS).press("button[value=allow]"));

        assertThat(other.text(".say")).startsWith("Te autenticaste con otro correo: " + ApiFixture.LUCIAS);
        assertThat(state(begun).get("state").asString()).isEqualTo("PENDING");
        assertThat(api.get("/api/v1/accounts").body()).isEmpty();
    }

    @Test
    void anotherBrowsersAnswerIsNotAccepted() {
        JsonNode begun = begin("{}");
        Page consent = person.submit(open(begun).form("#autenticar"));
        URI back = URI.create(consent.document().select("#consent").attr("action"));
        assertThat(back.toString()).isNotNull();

        FormBrowser stranger = new FormBrowser();
        Page forged = stranger.get(fixture.at("/oauth/retorno?state=forged&code=x"));

        assertThat(forged.has("#entrada")).isTrue();
        assertThat(state(begun).get("state").asString()).isEqualTo("PENDING");
    }

    @Test
    void theAddressServesAnHour() throws SQLException {
        JsonNode begun = begin("{}");
        Page early = open(begun);
        execute("UPDATE consent_link SET expires_at = '2026-01-01T00:00:00.000Z'");

        assertThat(state(begun).get("state").asString()).isEqualTo("EXPIRED");
        assertThat(open(begun).text("main")).contains("Este enlace ya venció");
        assertThat(person.submit(early.form("#autenticar")).text("main")).contains("Este enlace ya venció");
    }

    @Test
    void theAddressDiesWithItsToken() throws SQLException {
        JsonNode begun = begin("{}");
        Page consent = person.submit(open(begun).form("#autenticar"));
        execute("UPDATE api_token SET revoked_at = '2026-01-01T00:00:00.000Z'");

        assertThat(open(begun).text("main")).contains("Este enlace ya venció");
        Page end = person.submit(consent.form("#consent").press("button[value=allow]"));

        assertThat(end.text("main")).contains("Este enlace ya venció");
        assertThat(accounts()).isEmpty();
    }

    @Test
    void theAddressDiesWithItsUsersEntry() throws SQLException {
        fixture.register("LUCIA", ApiFixture.LUCIAS);
        api = api.with(fixture.token(Optional.of("LUCIA")));
        JsonNode begun = begin("{}");
        Page early = open(begun);
        Page consent = person.submit(early.form("#autenticar"));
        execute("UPDATE app_user SET active = 0 WHERE code = 'LUCIA'");

        assertThat(person.submit(early.form("#autenticar")).text("main")).contains("Este enlace ya venció");
        person.submit(
                consent.form("#consent").type("account", ApiFixture.LUCIAS).press("button[value=allow]"));

        assertThat(accounts()).isEmpty();
    }

    /** Whoever asks for the program may not make the person's browser go elsewhere. */
    @Test
    void theAddressIsTheConsolesOwnWhateverTheRequestCallsIt() throws IOException {
        URI service = fixture.at("/");
        String request =
                "POST " + PATH + " HTTP/1.1\r\nHost: otro.example\r\nConnection: close\r\nAuthorization: Bearer "
                        + fixture.token(Optional.of("SUPERVISOR"))
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 201").contains("\"address\":\"" + service + "autorizar/");
        }
    }

    @Test
    void anAddressThatNobodyGaveOutOpensNothing() {
        assertThat(person.get(fixture.at("/autorizar/" + "x".repeat(43))).status())
                .isEqualTo(404);
        assertThat(person.get(fixture.at("/autorizar/" + begin("{}").get("id").asString()))
                        .status())
                .isEqualTo(404);
        assertThat(person.get(fixture.at("/autorizar/x")).status()).isEqualTo(404);
    }

    @Test
    void whatCannotBeAskedForIsRefusedByItsName() {
        ApiClient any = api.with(fixture.token(Optional.empty()));
        fixture.register("SINCORREO", "");
        assertThat(any.post(PATH, "{}").fields()).containsExactly("user");
        assertThat(any.post(PATH, "{\"user\":\"SINCORREO\"}").fields()).containsExactly("email");
        assertThat(any.post(PATH, "{\"user\":\"NADIE\"}").fields()).containsExactly("user");
        for (String email : List.of("no", "a@b.example, c@d.example")) {
            assertThat(api.post(PATH, "{\"email\":\"" + email + "\"}").fields()).containsExactly("email");
        }
        assertThat(api.post(PATH, "{\"provider\":77}").fields()).containsExactly("provider");
        assertThat(api.post(PATH, "{\"user\":\"SINCORREO\"}").code()).isEqualTo("other_user");
        Answer unregistered = api.post(PATH, "{\"provider\":2}");
        assertThat(unregistered.status()).isEqualTo(422);
        assertThat(unregistered.code()).isEqualTo("authorization_impossible");
        assertThat(unregistered.body().get("title").asString()).contains("Microsoft");
    }

    @Test
    void aUsersTokenSeesNoneOfAnothers() {
        fixture.register("LUCIA", ApiFixture.LUCIAS);
        JsonNode begun = begin("{}");

        ApiClient lucia = api.with(fixture.token(Optional.of("LUCIA"), Set.of(Scope.ACCOUNTS_AUTHORIZE)));

        assertThat(lucia.get(PATH + "/" + begun.get("id").asString()).status()).isEqualTo(404);
    }

    @Test
    void anEndedPermissionIsSaidOfTheAccount() {
        long id = fixture.connect("SUPERVISOR", ApiFixture.MAILBOX);
        fixture.simulator.google().expireAccessTokens();
        fixture.simulator.google().revokeGrantsOf(ApiFixture.MAILBOX);
        long mail = api.post("/api/v1/messages", "{\"to\":[\"ana@cliente.example\"],\"subject\":\"Espera\"}")
                .body()
                .get("id")
                .asLong();
        Awaitility.await()
                .until(() -> api.get("/api/v1/messages/" + mail)
                        .body()
                        .get("state")
                        .asString()
                        .equals("HELD"));

        JsonNode account = api.get("/api/v1/accounts/" + id).body();

        assertThat(account.get("state").asString()).isEqualTo("NEEDS_AUTHENTICATION");
        assertThat(account.get("lastError").get("code").asString()).isEqualTo("invalid_grant");
        assertThat(account.get("lastError").get("todo").asString()).contains("Autenticar");
        // Mail is accepted all the same: it leaves when the person has authenticated again.
        fixture.connect("SUPERVISOR", ApiFixture.MAILBOX);
        Awaitility.await()
                .until(() -> api.get("/api/v1/messages/" + mail)
                        .body()
                        .get("state")
                        .asString()
                        .equals("SENT"));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    /** Of everybody, as a token sees them that is honoured. */
    private JsonNode accounts() {
        return api.with(fixture.token(Optional.empty())).get("/api/v1/accounts").body();
    }

    private JsonNode begin(String wish) {
        Answer begun = api.post(PATH, wish);
        assertThat(begun.status()).isEqualTo(201);
        assertThat(begun.header("Location"))
                .isEqualTo(PATH + "/" + begun.body().get("id").asString());
        return begun.body();
    }

    private Page open(JsonNode begun) {
        return person.get(URI.create(begun.get("address").asString()));
    }

    private JsonNode state(JsonNode begun) {
        return api.get(PATH + "/" + begun.get("id").asString()).body();
    }
}

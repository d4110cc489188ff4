package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.valija.server.InSpanish;
import org.valija.server.api.ApiTokens.NewToken;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.secrets.Sha256;

/** <em>Acceso de programas</em>: who makes tokens, and that nobody finds one afterwards. */
@ExtendWith(InSpanish.class)
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
class ProgramAccessTest {

    private static final String PAGE = "/sistema/programas";
    private static final String ACCOUNTS = "/api/v1/accounts";

    @TempDir
    private Path folder;

    private ApiFixture fixture;

    @BeforeEach
    void start() {
        fixture = new ApiFixture(folder, Map.of("logging.level.org.valija", "DEBUG"));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aTokenIsShownOnceAndServesUntilItIsRevoked() {
        Page empty = fixture.browser.get(fixture.at(PAGE));
        assertThat(empty.text(".empty")).startsWith("Todavía no hay ningún programa con acceso");
        Page made = create("Nómina", "");
        String token = made.text("#clave-acceso");
        assertThat(token).matches("vlj_[A-Za-z0-9_-]{43}");
        assertThat(made.text(".good")).contains("Esta es la clave del programa Nómina", "Solo se muestra esta vez");
        assertThat(made.text("#lista tbody tr")).contains("Nómina", "Vigente", "Cualquier usuario", "Sin usar");

        Page later = fixture.browser.get(fixture.at(PAGE));
        assertThat(later.document().outerHtml()).doesNotContain(token);
        ApiClient program = fixture.client(token);
        assertThat(program.get(ACCOUNTS).code()).isEqualTo("insufficient_scope");
        assertThat(program.get("/api/v1/messages").status()).isEqualTo(200);
        assertThat(fixture.browser.get(fixture.at(PAGE)).text("#lista tbody tr"))
                .contains("hoy");

        Page revoked = fixture.browser.submit(later.form("form[action$=/revocar]"));
        assertThat(revoked.text(".good")).isEqualTo("El acceso quedó revocado.");
        assertThat(revoked.text("#lista .pill")).isEqualTo("Revocado");
        assertThat(revoked.has("form[action$=/revocar]")).isFalse();
        assertThat(program.get("/api/v1/messages").code()).isEqualTo("invalid_token");
    }

    @Test
    void theFormSaysWhatIsMissing() {
        Page empty = fixture.browser.get(fixture.at(PAGE));
        empty.document().select("input[name=scopes]").removeAttr("checked");
        Page page = fixture.browser.submit(empty.form("#acceso"));

        assertThat(page.text("#resumen"))
                .contains("Escribe el nombre del programa", "Marca al menos una cosa que pueda hacer");
        assertThat(fixture.context().getBean(ApiTokens.class).all()).isEmpty();
    }

    @Test
    void onlySupervisorMakesOneForAnyUserAndOthersSeeNoPage() {
        FormBrowser admin = entered("ADMIN", "ADMINISTRATION");
        FormBrowser sender = entered("ANA", "SENDER");

        assertThat(sender.get(fixture.at(PAGE)).status()).isEqualTo(403);
        Page page = admin.get(fixture.at(PAGE));
        assertThat(page.has("#user option[value='']")).isFalse();
        page.document().select("#user option").forEach(option -> option.removeAttr("selected"));
        page.document().select("#user option").getFirst().val("").attr("selected", "selected");
        Page refused = admin.submit(page.form("#acceso").type("name", "Para todos"));
        assertThat(refused.text("#resumen")).contains("Elige por quién actúa");
        assertThat(fixture.context().getBean(ApiTokens.class).all()).isEmpty();

        Page made = admin.submit(
                admin.get(fixture.at(PAGE)).form("#acceso").type("name", "Uno").type("user", "ANA"));
        assertThat(made.text("#lista tbody tr")).contains("Uno", "ANA");
    }

    @Test
    void whoMayNotEnterAnyMoreIsNotActedFor() {
        fixture.register("ANA", "");
        String token = fixture.token(Optional.of("ANA"));
        assertThat(fixture.client(token).get(ACCOUNTS).status()).isEqualTo(200);

        Page record = fixture.browser.get(fixture.at("/usuarios/ANA"));
        record.document().select("input[name=active]").removeAttr("checked");
        fixture.browser.submit(record.form("#registro"));

        assertThat(fixture.client(token).get(ACCOUNTS).code()).isEqualTo("invalid_token");
    }

    @Test
    void anExpiredTokenIsRefused() throws SQLException {
        String token = fixture.token(Optional.empty());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.executeUpdate("UPDATE api_token SET expires_at = '2026-01-01T00:00:00.000Z'");
        }

        assertThat(fixture.client(token).get(ACCOUNTS).code()).isEqualTo("invalid_token");
        assertThat(fixture.browser.get(fixture.at(PAGE)).text("#lista .pill")).isEqualTo("Vencido");
    }

    @Test
    void whoGuessesIsSlowedAndOthersAtTheSameAddressAreNot() {
        ApiClient guesser = fixture.client("vlj_" + "x".repeat(43));
        for (int i = 0; i < ApiThrottle.REFUSALS; i++) {
            assertThat(guesser.get(ACCOUNTS).status()).isEqualTo(401);
        }

        assertThat(guesser.get(ACCOUNTS).status()).isEqualTo(429);
        assertThat(guesser.get(ACCOUNTS).header("Retry-After")).matches("[1-9][0-9]?");
        assertThat(fixture.client(fixture.token(Optional.empty())).get(ACCOUNTS).status())
                .isEqualTo(200);
    }

    @Test
    void aTokenNeedsANameAScopeAndALifeWithinReason() {
        Set<Scope> one = Set.of(Scope.MESSAGES_SEND);
        Duration day = Duration.ofDays(1);
        List<NewTokenParts> wrong = List.of(
                new NewTokenParts(" ", one, day),
                new NewTokenParts("x".repeat(101), one, day),
                new NewTokenParts("dos\nlíneas", one, day),
                new NewTokenParts("a", Set.of(), day),
                new NewTokenParts("a", one, Duration.ZERO),
                new NewTokenParts("a", one, Duration.ofDays(5000)));

        for (NewTokenParts parts : wrong) {
            assertThatThrownBy(() ->
                            new NewToken(parts.name(), parts.scopes(), Optional.empty(), "SUPERVISOR", parts.life()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private record NewTokenParts(String name, Set<Scope> scopes, Duration life) {}

    @Test
    void noTokenAndNoSecretIsFoundAfterwards(CapturedOutput output) throws IOException, SQLException {
        List<String> answers = new ArrayList<>();
        String token = create("Nómina", "").text("#clave-acceso");
        ApiClient all = fixture.client(fixture.token(Optional.empty()));
        answers.add(fixture.client(token).get(ACCOUNTS).body().toString());
        answers.add(fixture.client(token + "x").get(ACCOUNTS).body().toString());
        long account = fixture.connect("SUPERVISOR", ApiFixture.MAILBOX);
        answers.add(all.get(ACCOUNTS).body().toString());
        fixture.simulator.google().expireAccessTokens();
        fixture.simulator.google().revokeGrantsOf(ApiFixture.MAILBOX);
        long mail = all.post(
                        "/api/v1/messages",
                        "{\"user\":\"SUPERVISOR\",\"to\":[\"ana@cliente.example\"],\"subject\":\"x\"}")
                .body()
                .get("id")
                .asLong();
        Awaitility.await()
                .until(() -> all.get("/api/v1/messages/" + mail)
                        .body()
                        .get("state")
                        .asString()
                        .equals("HELD"));
        answers.add(all.get("/api/v1/messages/" + mail).body().toString());
        answers.add(all.get(ACCOUNTS + "/" + account).body().toString());
        fixture.context().close();

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT token_hash FROM api_token WHERE name = 'Nómina'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo(Sha256.hex(token)).hasSize(64);
        }
        String planted = token.substring("vlj_".length() + 4);
        assertThat(output.getAll()).doesNotContain(planted);
        for (String answer : answers) {
            assertThat(answer).doesNotContain(planted, "ya29.a0", "1//0");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).contains(planted))
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    private Page create(String name, String user) {
        return fixture.browser.submit(fixture.browser
                .get(fixture.at(PAGE))
                .form("#acceso")
                .type("name", name)
                .type("user", user));
    }

    /** Somebody who has changed the key that was given out. */
    private FormBrowser entered(String code, String profile) {
        Page created = fixture.browser.submit(fixture.browser
                .get(fixture.at("/usuarios/nuevo"))
                .form("#registro")
                .type("code", code)
                .type("profile", profile));
        String given = created.text("#clave-nueva");
        FormBrowser who = new FormBrowser();
        fixture.enter(who, code, given);
        who.submit(who.get(fixture.at("/clave"))
                .form("#cambio")
                .type("actual", given)
                .type("nueva", "una frase larga de alguien")
                .type("confirmacion", "una frase larga de alguien"));
        return who;
    }
}

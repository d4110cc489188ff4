package org.valija.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.valija.server.InSpanish;
import org.valija.server.cli.LocalFixture.Ended;
import org.valija.sql.TestDatabase;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(InSpanish.class)
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
class ClaveCommandTest {

    private static final String TIME = "'2026-03-04T12:00:00.123Z'";
    private static final String KEY = "una frase larga de ana";

    @Parameter
    TestDatabase database;

    @TempDir
    Path folder;

    private LocalFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new LocalFixture(database, folder.resolve("data"));
        String yes = database == TestDatabase.SQLITE ? "1" : "TRUE";
        sql("INSERT INTO app_user (code, name, recovery_email, profile, active, clave_hash, must_change, oauth_option,"
                + " created_at) VALUES ('ANA', 'Ana', '', 'SENDER', " + yes + ", 'forgotten', " + yes + ", " + yes
                + ", " + TIME + ")");
        session("a", "ANA");
        session("b", "ANA");
        session("c", "LUIS");
        sql(
                "INSERT INTO recovery_link (token_hash, user_code, mark, outbox_id, expires_at) VALUES ('h', 'ANA', 'm', 1, "
                        + TIME + ")");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aKeyThatIsTypedTwiceIsSetAndTheSessionsEnd() {
        Ended ended = typing(List.of(KEY, KEY), "ana");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.out())
                .contains("Listo: ANA entra con la clave nueva.", "Sesiones que se cerraron: 2.")
                .doesNotContain(KEY);
        assertThat(matches(KEY)).isTrue();
        assertThat(text("SELECT must_change FROM app_user")).isIn("0", "f");
        assertThat(text("SELECT user_code FROM web_session")).isEqualTo("LUIS");
        assertThat(text("SELECT COUNT(*) FROM recovery_link")).isEqualTo("0");
    }

    @Test
    void aGeneratedKeyIsShownOnceAndMustBeChanged() {
        Ended ended = fixture.valija("clave", "restablecer", "ANA", "--generar");

        assertThat(ended.status()).isZero();
        String key = ended.out().replaceFirst("(?s).* es (\\S+) .*", "$1");
        assertThat(key).matches("([A-Z2-9]{4}-){4}[A-Z2-9]{4}");
        assertThat(matches(key)).isTrue();
        assertThat(text("SELECT must_change FROM app_user")).isIn("1", "t");
    }

    @Test
    void programsReadJson() {
        JsonNode answer = JsonMapper.builder()
                .build()
                .readTree(fixture.valija("clave", "restablecer", "ANA", "--generar", "--json")
                        .out());

        assertThat(answer.path("user").asString()).isEqualTo("ANA");
        assertThat(matches(answer.path("key").asString())).isTrue();
        assertThat(answer.path("mustChange").asBoolean()).isTrue();
        assertThat(answer.path("sessionsEnded").asInt()).isEqualTo(2);
    }

    @Test
    void whatDoesNotFitChangesNothing() {
        assertThat(typing(List.of("corta", "corta"), "ANA").err())
                .contains("al menos 12 caracteres", "No se cambió nada");
        assertThat(typing(List.of(KEY, KEY + "."), "ANA").err()).contains("no son iguales");
        assertThat(typing(List.of(KEY, KEY), "NADIE").err()).contains("No existe el usuario NADIE");
        assertThat(typing(List.of(), "ANA").err()).contains("No hay una terminal", "--generar");
        assertThat(typing(List.of(), "ANA").status()).isEqualTo(1);

        assertThat(text("SELECT clave_hash FROM app_user")).isEqualTo("forgotten");
        assertThat(text("SELECT COUNT(*) FROM web_session")).isEqualTo("3");
        assertThat(text("SELECT COUNT(*) FROM recovery_link")).isEqualTo("1");
    }

    @Test
    void keysThatOthersWouldTryAreRefused() {
        assertThat(typing(List.of("123456789012", "123456789012"), "ANA").err())
                .contains("es una secuencia", "No se cambió nada");
        assertThat(typing(List.of("valija202611", "valija202611"), "ANA").err()).contains("se arma con el usuario");
        assertThat(typing(List.of("Contraseña2026", "Contraseña2026"), "ANA").err())
                .contains("la usa mucha gente");
        assertThat(typing(List.of("ab ".repeat(100), "ab ".repeat(100)), "ANA").err())
                .contains("cuando más 256");

        assertThat(text("SELECT clave_hash FROM app_user")).isEqualTo("forgotten");
    }

    @Test
    void aSecondFactorIsTakenAwayAndTheSessionsEnd() {
        sql("INSERT INTO second_factor (user_code, secret, mark, last_step, since) VALUES ('ANA', 'v1:1:x', 'm', 1, "
                + TIME + ")");
        sql("INSERT INTO recovery_code (user_code, code_hash) VALUES ('ANA', 'h')");

        Ended ended = fixture.valija("clave", "segundo-factor", "quitar", "ana");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("Listo: ANA entra ahora solo con su clave. Sesiones que se cerraron: 2.");
        assertThat(text("SELECT COUNT(*) FROM second_factor")).isEqualTo("0");
        assertThat(text("SELECT COUNT(*) FROM recovery_code")).isEqualTo("0");
        assertThat(text("SELECT user_code FROM web_session")).isEqualTo("LUIS");
        assertThat(text("SELECT subject FROM audit_log WHERE action = 'SECOND_FACTOR_OFF'"))
                .isEqualTo("ANA");
        Ended again = fixture.valija("clave", "segundo-factor", "quitar", "ana");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("ANA no tiene verificación en dos pasos. No se cambió nada.");
        assertThat(fixture.valija("clave", "segundo-factor", "quitar", "NADIE").err())
                .contains("No existe el usuario NADIE");
        assertThat(fixture.valija("clave", "segundo-factor").status()).isEqualTo(2);
    }

    @Test
    void withoutSayingWhatItIsWrongUse() {
        assertThat(fixture.valija("clave").status()).isEqualTo(2);
        assertThat(fixture.valija("clave", "restablecer").status()).isEqualTo(2);
    }

    @Test
    void whereThereIsNoInstallationNoneIsMade() {
        Path empty = folder.resolve("nothing");

        Ended ended = LocalFixture.valijaOn(empty, "clave", "restablecer", "ANA", "--generar");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("No hay una instalación de Valija en " + empty);
        assertThat(empty).doesNotExist();
    }

    private Ended typing(List<String> answers, String user) {
        Deque<String> typed = new ArrayDeque<>(answers);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(
                        new ClaveRestablecerCommand(question -> Optional.ofNullable(typed.pollFirst())))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(new FailureReport());
        int status = line.execute(user, "--data", fixture.data.toString());
        return new Ended(status, out.toString(), err.toString());
    }

    private boolean matches(String key) {
        return new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2).matches(key, text("SELECT clave_hash FROM app_user"));
    }

    private void session(String idHash, String user) {
        sql("INSERT INTO web_session (id_hash, user_code, created_at, last_access_at, expires_at) VALUES ('" + idHash
                + "', '" + user + "', " + TIME + ", " + TIME + ", " + TIME + ")");
    }

    private void sql(String statement) {
        try (Connection connection = fixture.dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the only row. */
    private String text(String query) {
        try (Connection connection = fixture.dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement(query);
                ResultSet rows = prepared.executeQuery()) {
            assertThat(rows.next()).isTrue();
            String text = rows.getString(1);
            assertThat(rows.next()).isFalse();
            return text;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

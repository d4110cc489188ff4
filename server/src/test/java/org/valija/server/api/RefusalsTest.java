package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.InSpanish;
import org.valija.server.demo.FormBrowser;
import org.valija.server.users.User;

/** Who is known and asks for what is not theirs stands in the audit, whichever way they ask. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class RefusalsTest {

    @TempDir
    private Path folder;

    private ApiFixture fixture;

    @BeforeEach
    void start() {
        fixture = new ApiFixture(folder, Map.of());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aPageThatTheProfileDoesNotPermitAndOneOfAnotherAreNoted() {
        FormBrowser lucia = new FormBrowser();
        String made = fixture.register("LUCIA", ApiFixture.LUCIAS);
        fixture.enter(lucia, "LUCIA", made);
        lucia.submit(lucia.get(fixture.at("/clave"))
                .form("#cambio")
                .type("actual", made)
                .type("nueva", "una frase que recuerdo")
                .type("confirmacion", "una frase que recuerdo"));

        assertThat(lucia.get(fixture.at("/sistema/cliente-oauth")).status()).isEqualTo(403);
        assertThat(lucia.get(fixture.at("/bandeja/4711")).status()).isIn(403, 404);

        assertThat(refused()).hasSize(2).allMatch(line -> line.contains("LUCIA") && line.contains("127.0.0.1"));
        assertThat(refused().get(0)).contains("/bandeja/4711");
        assertThat(refused().get(1)).contains("/sistema/cliente-oauth");
    }

    @Test
    void aProgramWithoutTheScopeAndOneThatAsksForAnothersMailboxAreNoted() {
        long supervisors = fixture.connect(User.SUPERVISOR, ApiFixture.MAILBOX);
        fixture.register("LUCIA", ApiFixture.LUCIAS);
        ApiClient without = fixture.client(fixture.token(Optional.of(User.SUPERVISOR), Set.of(Scope.MESSAGES_SEND)));
        ApiClient lucias = fixture.client(fixture.token(Optional.of("LUCIA")));

        assertThat(without.get("/api/v1/accounts").status()).isEqualTo(403);
        assertThat(lucias.get("/api/v1/accounts/" + supervisors).status()).isEqualTo(404);

        assertThat(refused()).hasSize(2).allMatch(line -> line.contains("Prueba"));
        assertThat(refused().get(0)).contains("/api/v1/accounts/" + supervisors);
        assertThat(refused().get(1)).contains("/api/v1/accounts");
    }

    /** Who, and what they asked for; the latest first. */
    private List<String> refused() {
        return fixture
                .browser
                .get(fixture.at("/sistema/auditoria?accion=ACCESS_REFUSED"))
                .document()
                .select("#auditoria tbody tr")
                .stream()
                .map(Element::text)
                .map(text -> text.replaceAll("\\s+", " "))
                .toList();
    }
}

package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.valija.server.database.SqliteFiles;
import org.valija.sql.Database;

/** <em>Recuperar clave</em> from the entry page to the entry page, with the mail taken from the simulator's inbox. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class RecoverKeyTest {

    private static final String NEW_KEY = "una frase larga y nueva";

    @Test
    void fromTheForgottenKeyToTheNewOne(Person person) {
        Page page = person.page();
        person.connect();
        person.choosesSystemMailbox();
        try (BrowserContext elsewhere = person.another()) {
            Page stranger = elsewhere.newPage();
            stranger.navigate(person.address() + "/entrar");
            stranger.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Recuperar clave"))
                    .click();
            asks(stranger, "supervisor");
            URI link = RecoveryLink.in(person, 1, Person.MAILBOX);
            stranger.navigate(person.address() + link.getPath());
            stranger.reload();
            assertThat(stranger.locator("main")).containsText("Al cambiar la clave de SUPERVISOR");
            changes(stranger, "corta", "corta");
            assertThat(stranger.locator("#resumen")).containsText("al menos 12 caracteres");
            changes(stranger, NEW_KEY, "otra distinta y larga");
            assertThat(stranger.locator("#resumen")).containsText("no son iguales");

            person.open("/usuarios");
            assertThat(person.link("Usuarios")).isVisible();
            changes(stranger, NEW_KEY, NEW_KEY);
            assertThat(stranger).hasURL(Pattern.compile(".*/entrar\\?cambiada"));
            assertThat(stranger.getByRole(AriaRole.STATUS)).hasText("Tu clave cambió. Entra con la nueva.");
            page.reload();
            assertThat(person.field("Clave de acceso")).isVisible();

            enters(stranger, person.key());
            assertThat(stranger.locator(".say")).containsText("no son correctos");
            enters(stranger, NEW_KEY);
            assertThat(stranger.locator("nav")).isVisible();

            assertNotGood(page, person.address() + link.getPath());
            String notice = person.simulator()
                    .inbox()
                    .await(2, Duration.ofSeconds(20))
                    .get(1)
                    .mime()
                    .readablePart()
                    .orElseThrow()
                    .text();
            assertThat(notice).contains("La clave del usuario SUPERVISOR").doesNotContain("http", NEW_KEY);
        }
    }

    @Test
    void expiredForgedAndGuessedLinksLeadToTheSamePage(Person person) {
        Page page = person.page();
        person.connect();
        person.choosesSystemMailbox();
        person.open("/recuperar");
        asks(page, "SUPERVISOR");
        String good =
                person.address() + RecoveryLink.in(person, 1, Person.MAILBOX).getPath();
        String last = good.substring(good.length() - 1);

        String guessed = assertNotGood(page, person.address() + "/recuperar/1");
        String forged = assertNotGood(page, good.substring(0, good.length() - 1) + (last.equals("A") ? "B" : "A"));
        expireLinks(person);
        String expired = assertNotGood(page, good);

        assertThat(forged).isEqualTo(guessed);
        assertThat(expired).isEqualTo(guessed);
        person.link("Pedir otro enlace").click();
        assertThat(person.field("Código de usuario")).isVisible();
    }

    @Test
    void twentyRequestsInARowAreSlowedWithTheSameWordsForAll(Person person) {
        Page page = person.page();
        List<String> existing = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            existing.add(answer(person, "SUPERVISOR"));
            unknown.add(answer(person, "NADIE"));
        }

        assertThat(unknown).isEqualTo(existing);
        assertThat(existing.getFirst()).contains("Si el usuario existe y tiene correo de recuperación");
        assertThat(existing.getLast()).contains("Se pidieron demasiados enlaces", "Espera un minuto");
        assertThat(page.locator("#recuperar")).isVisible();
    }

    private static String answer(Person person, String code) {
        person.open("/recuperar");
        person.field("Código de usuario").fill(code);
        person.button("Recuperar clave").click();
        assertThat(person.page().locator("#pedida, .say")).isVisible();
        return person.page().locator("main").innerText();
    }

    private static void asks(Page page, String code) {
        page.getByLabel("Código de usuario").fill(code);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Recuperar clave"))
                .click();
        assertThat(page.locator("#pedida")).containsText("Si el usuario existe");
    }

    private static void changes(Page page, String key, String again) {
        page.getByLabel("Nueva clave").fill(key);
        page.getByLabel("Confirmar clave de acceso").fill(again);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cambiar clave"))
                .click();
    }

    private static void enters(Page page, String key) {
        page.getByLabel("Código de usuario").fill("SUPERVISOR");
        page.getByLabel("Clave de acceso").fill(key);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Entrar"))
                .click();
    }

    /** Gives what the page says. */
    private static String assertNotGood(Page page, String link) {
        page.navigate(link);
        assertThat(page.locator("#no-sirve")).containsText("Este enlace ya no sirve");
        return page.locator("main").innerText();
    }

    private static void expireLinks(Person person) {
        Database.of(SqliteFiles.open(person.folder().resolve("valija.db"))).inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE recovery_link SET expires_at = '2026-01-01T00:00:00.000Z'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}

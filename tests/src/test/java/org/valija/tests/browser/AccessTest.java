package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.valija.server.database.SqliteFiles;
import org.valija.sql.Database;

/** Entering, with and without a telephone, and what is open elsewhere. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class AccessTest {

    @Test
    void aWrongKeyIsToldAndARightOneEnters(Person person) {
        Page page = person.page();
        person.open("/cuentas");
        enters(page, "not the key at all");
        assertThat(page.locator(".say")).containsText("El código o la clave no son correctos");

        enters(page, person.key());

        assertThat(page).hasURL(Pattern.compile(".*/cuentas.*"));
    }

    @Test
    void keysThatOthersWouldTryAreRefusedWithTheReason(Person person) {
        Page page = person.page();
        person.enter();
        person.link("Cambiar clave").click();
        String[][] cases = {
            {"corta", "al menos 12 caracteres"},
            {"123456789012", "es una secuencia o repite lo mismo"},
            {"supervisor2026", "se arma con tu usuario"},
            {"Contraseña2026", "la usa mucha gente"},
        };
        for (String[] one : cases) {
            person.field("Clave actual").fill(person.key());
            person.field("Nueva clave").fill(one[0]);
            person.field("Confirmar clave de acceso").fill(one[0]);
            person.button("Cambiar clave").click();
            assertThat(page.locator("#resumen")).containsText(one[1]);
        }
        PageCheck.check(page);
    }

    @Test
    void theSecondStepFromSettingItUpToSwitchingItOff(Person person) {
        Page page = person.page();
        person.enter();
        person.link("Cambiar clave").click();
        person.link("Verificación en dos pasos").click();
        PageCheck.check(page);
        page.locator("#apagada a").click();
        assertThat(page.locator("svg.factor-qr")).isVisible();
        PageCheck.check(page);
        Telephone telephone = Telephone.typing(page);
        person.field("Código de la aplicación").fill("000000");
        person.field("Clave de acceso").fill(person.key());
        person.button("Activar").click();
        assertThat(page.locator("#resumen")).containsText("El código no es correcto");

        person.field("Código de la aplicación").fill(telephone.code());
        person.field("Clave de acceso").fill(person.key());
        person.button("Activar").click();

        assertThat(page.locator("#codigos .key")).hasCount(10);
        PageCheck.check(page);
        List<String> codes = page.locator("#codigos .key").allInnerTexts();
        person.link("Ya los guardé").click();
        assertThat(page.locator("#activa")).containsText("Te quedan 10 de 10");
        PageCheck.check(page);
        person.open("/segundo-factor/codigos");
        assertThat(page.locator("#codigos")).hasCount(0);

        person.button("Salir").click();
        enters(page, person.key());
        assertThat(page).hasURL(Pattern.compile(".*/entrar/codigo"));
        assertThat(page.locator("#codigo")).isFocused();
        PageCheck.check(page);
        person.open("/cuentas");
        assertThat(person.field("Clave de acceso")).isVisible();
        enters(page, person.key());
        person.field("Código").fill(telephone.later().code());
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*/cuentas.*"));

        try (BrowserContext elsewhere = person.another()) {
            Page other = elsewhere.newPage();
            other.navigate(person.address() + "/");
            enters(other, person.key());
            other.getByLabel("Código").fill(telephone.code());
            other.keyboard().press("Enter");
            assertThat(other.locator(".say")).containsText("ya se usó");
            other.getByLabel("Código").fill(codes.getFirst());
            other.keyboard().press("Enter");
            assertThat(other.locator("nav").first()).isVisible();
        }

        person.open("/segundo-factor");
        assertThat(page.locator("#quedan")).hasText("Te quedan 9 de 10.");
        page.locator("#apagar").click();
        Locator off = page.locator("#apagar-forma");
        off.getByLabel("Clave de acceso").fill(person.key());
        off.getByLabel("Código").fill(codes.get(1));
        person.button("Apagar la verificación").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("quedó apagada");
    }

    @Test
    void aProfileThatDemandsItLeadsToSettingItUp(Person person) {
        Page page = person.page();
        person.enter();
        demand(person);

        person.open("/cuentas");

        assertThat(page.locator("#se-pide")).containsText("Tu perfil pide la verificación en dos pasos");
        PageCheck.check(page);
        page.locator("nav a[href='/bandeja']").click();
        assertThat(page.locator("#se-pide")).isVisible();
        page.locator("#apagada a").click();
        Telephone telephone = Telephone.typing(page);
        person.field("Código de la aplicación").fill(telephone.code());
        person.field("Clave de acceso").fill(person.key());
        person.button("Activar").click();
        assertThat(page.locator("#codigos .key")).hasCount(10);
        person.openAccounts();
        assertThat(page).hasURL(Pattern.compile(".*/cuentas"));
    }

    @Test
    void aSessionThatIsOpenElsewhereIsSeenAndEnded(Person person) {
        Page page = person.page();
        person.enter();
        try (BrowserContext elsewhere = person.another()) {
            Page other = elsewhere.newPage();
            other.navigate(person.address() + "/");
            enters(other, person.key());
            assertThat(other.locator("nav").first()).isVisible();

            page.locator("nav a[href='/sesiones']").first().click();
            Locator rows = page.locator("#sesiones-propias tbody tr");
            assertThat(rows).hasCount(2);
            assertThat(rows.first()).containsText("Chrome en Linux");
            assertThat(page.locator("#sesiones-propias .pill")).hasText("Esta sesión");
            PageCheck.check(page);
            rows.getByRole(AriaRole.BUTTON).click();

            assertThat(page.getByRole(AriaRole.STATUS)).containsText("La sesión de SUPERVISOR terminó");
            assertThat(rows).hasCount(1);
            other.reload();
            assertThat(other.getByLabel("Clave de acceso")).isVisible();
        }
    }

    /** SUPERVISOR's own profile is fixed in the console. */
    private static void demand(Person person) {
        Database.of(SqliteFiles.open(person.folder().resolve("valija.db"))).inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE profile SET second_factor_required = 1");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void enters(Page page, String key) {
        page.getByLabel("Código de usuario").fill("SUPERVISOR");
        page.getByLabel("Clave de acceso").fill(key);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Entrar").setExact(true))
                .click();
    }
}

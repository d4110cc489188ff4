package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** <em>Perfiles</em> and the catalogue of users, and what somebody finds who may not. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class PermissionsPageTest {

    private static final String KEY = "una frase larga de lucia";

    @Test
    void aProfileByMouseAndKeyboard(Person person) {
        Page page = person.page();
        person.enter();
        person.link("Perfiles").click();
        assertThat(person.button("Guardar")).isVisible();
        PageCheck.check(page);
        person.link("Nuevo perfil").click();
        assertThat(person.link("Cancelar")).isVisible();
        assertThat(page.locator("#permisos-hint")).isVisible();
        PageCheck.check(page);
        person.button("Guardar").click();
        assertThat(page.locator("#resumen")).isVisible();
        PageCheck.check(page);

        person.field("Código").fill("CAPTURA");
        person.field("Nombre").fill("Captura de documentos");
        page.locator("[data-column=VIEW]").check();
        assertThat(box("PROGRAMS.VIEW", page)).isChecked();
        page.locator("[data-column=VIEW]").uncheck();
        assertThat(box("PROGRAMS.VIEW", page)).not().isChecked();
        Locator row = page.locator("tr:has-text('Retenciones') [data-row]");
        box("RETENCIONES.VIEW", page).focus();
        page.keyboard().press("Tab");
        assertThat(row).isFocused();
        PageCheck.assertFocusSeen(page);
        page.keyboard().press("Space");
        for (String operation : List.of("RUN", "CREATE", "DELETE", "CHANGE", "VIEW")) {
            assertThat(box("RETENCIONES." + operation, page)).isChecked();
        }
        box("RETENCIONES.RUN", page).uncheck();
        assertThat((boolean) row.evaluate("box => box.indeterminate")).isTrue();
        box("COMPANIES.CHANGE", page).check();
        person.button("Guardar").click();

        assertThat(page.locator(".good")).containsText("Se guardó el perfil Captura de documentos");
        assertThat(box("RETENCIONES.CREATE", page)).isChecked();
        assertThat(box("RETENCIONES.RUN", page)).not().isChecked();
        assertThat(box("COMPANIES.VIEW", page)).isChecked();
        PageCheck.check(page);
        for (int width : new int[] {683, 390}) {
            page.setViewportSize(width, 768);
            PageCheck.assertNoSidewaysScroll(page);
        }
        page.setViewportSize(1366, 768);
        page.locator("details.erase > summary").click();
        person.button("Sí, borrar el perfil").click();
        assertThat(page.locator(".good")).containsText("Se borró el perfil");
    }

    /** Not by page, not by a form post, not by its address. */
    @Test
    void whoMayNotChangeDoesNotByPageByFormOrByAddress(Person person) {
        Page page = person.page();
        person.enter();
        person.open("/empresas/nueva");
        person.field("Nombre o razón social").fill("Comercial del Bajío");
        person.field("RFC").fill("CBA010203AB1");
        person.button("Guardar").click();
        assertThat(page.locator(".good")).isVisible();
        String company = page.url();
        person.makesProfile("CONSULTA", "Consulta", "COMPANIES.VIEW", "BENEFICIARIES.VIEW", "RETENCIONES.VIEW");
        String key = person.registers("LUCIA", "Consulta");
        try (var other = person.another()) {
            Page lucias = other.newPage();
            enters(person, lucias, key);
            assertThat(lucias.locator("nav a.item")).hasText(new String[] {
                "Retenciones", "Beneficiarios / Pagadores", "Empresas", "Usuarios", "Sesiones"
            });

            lucias.navigate(company);
            assertThat(lucias.locator("#empresa")).containsText("administra");
            assertThat(lucias.locator("#empresa button[type=submit]")).hasCount(0);
            PageCheck.check(lucias);
            assertThat(post(lucias, company, "name=Otra&rfc=CBA010203AB1")).isEqualTo(403);
            Response refused = lucias.navigate(person.address() + "/empresas/nueva");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(lucias.locator("#sin-permiso")).containsText("Tu perfil no permite «Crear» en «Empresas»");
            assertThat(lucias.locator("#sin-permiso")).containsText("pídeselo a SUPERVISOR");
            PageCheck.check(lucias);

            lucias.navigate(person.address() + "/beneficiarios");
            assertThat(lucias.locator("#nuevo")).hasCount(0);
            assertThat(lucias.locator("#importar")).hasCount(0);
            assertThat(post(lucias, person.address() + "/beneficiarios/nuevo", "empresa=1&name=X"))
                    .isEqualTo(403);
            for (String path :
                    new String[] {"/bandeja", "/envios/nuevo", "/sistema/programas", "/perfiles", "/cuentas"}) {
                assertThat(lucias.navigate(person.address() + path).status())
                        .as(path)
                        .isEqualTo(403);
            }
            lucias.navigate(person.address() + "/usuarios/LUCIA");
            assertThat(post(lucias, person.address() + "/perfiles/CONSULTA", "name=Consulta&permiso=PROFILES.CHANGE"))
                    .isEqualTo(403);
        }
        page.navigate(company);
        assertThat(person.field("Nombre o razón social")).hasValue("Comercial del Bajío");
    }

    /** What is ticked for a profile is there at the next page of who has it. */
    @Test
    void aChangeActsWhileSomebodyIsIn(Person person) {
        Page page = person.page();
        person.enter();
        person.makesProfile("CONSULTA", "Consulta", "COMPANIES.VIEW");
        String key = person.registers("LUCIA", "Consulta");
        try (var other = person.another()) {
            Page lucias = other.newPage();
            enters(person, lucias, key);
            assertThat(lucias.locator("nav a[href='/bandeja']")).hasCount(0);

            person.open("/perfiles/CONSULTA");
            box("OUTBOX.VIEW", page).check();
            person.button("Guardar").click();
            assertThat(page.locator(".good")).isVisible();

            lucias.reload();
            assertThat(lucias.locator("nav a[href='/bandeja']")).isVisible();
        }
    }

    @Test
    void companiesAndMailboxesOfAUser(Person person) {
        Page page = person.page();
        person.connect();
        person.open("/empresas/nueva");
        person.field("Nombre o razón social").fill("Comercial del Bajío");
        person.field("RFC").fill("CBA010203AB1");
        person.button("Guardar").click();
        assertThat(page.locator(".good")).isVisible();
        person.registers("LUCIA", "Envía correos");
        person.open("/usuarios/LUCIA");
        assertThat(page.getByLabel("Comercial del Bajío")).isDisabled();
        PageCheck.check(page);
        page.locator("#todas").uncheck();
        page.getByLabel("Comercial del Bajío").check();
        person.button("Guardar empresas").click();
        assertThat(page.locator(".good")).containsText("empresas autorizadas de LUCIA");
        assertThat(page.locator("#todas")).not().isChecked();
        PageCheck.check(page);

        person.openAccounts();
        PageCheck.check(page);
        page.locator("a[href$='/compartir']").click();
        PageCheck.check(page);
        person.field("Envía correos").check();
        person.button("Guardar").click();
        assertThat(page.locator(".good")).containsText("Se guardó con quién se comparte");
        for (int width : new int[] {683, 390}) {
            page.setViewportSize(width, 768);
            PageCheck.assertNoSidewaysScroll(page);
        }
    }

    private static Locator box(String permission, Page page) {
        return page.locator("input[name=permiso][value='" + permission + "']");
    }

    private static void enters(Person person, Page page, String key) {
        page.navigate(person.address() + "/");
        page.locator("#usuario").fill("LUCIA");
        page.locator("#clave").fill(key);
        page.keyboard().press("Enter");
        page.locator("#actual").fill(key);
        page.locator("#nueva").fill(KEY);
        page.locator("#confirmacion").fill(KEY);
        page.keyboard().press("Enter");
        assertThat(page.locator(".good")).isVisible();
    }

    /** What the server answers to a form that the page does not have, sent with the page's own token. */
    private static int post(Page page, String address, String fields) {
        return ((Number) page.evaluate("""
                        async ([address, fields]) => {
                          const token = document.querySelector('input[name="_csrf"]').value;
                          const answer = await fetch(address, {
                            method: 'POST',
                            headers: {'Content-Type': 'application/x-www-form-urlencoded'},
                            body: fields + '&_csrf=' + encodeURIComponent(token)
                          });
                          return answer.status;
                        }""", List.of(address, fields))).intValue();
    }
}

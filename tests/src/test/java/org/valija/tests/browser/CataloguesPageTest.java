package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** <em>Empresas</em> and <em>Beneficiarios / Pagadores</em>, from the first company to an import. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
@SuppressWarnings("NullAway.Init")
class CataloguesPageTest {

    @TempDir
    private Path folder;

    @Test
    void fromTheFirstCompanyToAnImport(Person person) {
        Page page = person.page();
        person.enter();
        person.link("Beneficiarios / Pagadores").click();
        assertThat(page.locator("#sin-empresa")).containsText("Primero va la empresa");
        PageCheck.check(page);
        person.link("Nueva empresa").click();
        PageCheck.check(page);
        person.button("Guardar").click();
        assertThat(page.locator("#resumen")).isVisible();
        PageCheck.check(page);
        person.field("Nombre o razón social").fill("Comercial del Bajío, S.A. de C.V.");
        person.field("RFC").fill("CBA010203AB1");
        person.field("Régimen fiscal").fill("601");
        person.field("Logotipo").setInputFiles(Documents.logo());
        person.field("Nombre o razón social").press("Enter");
        assertThat(page.locator("#logo")).isVisible();
        PageCheck.check(page);

        person.link("Beneficiarios / Pagadores").click();
        person.link("Importar de XLSX o CSV").click();
        PageCheck.check(page);
        Download sample =
                page.waitForDownload(() -> person.link("Descargar ejemplo XLSX").click());
        Path workbook = folder.resolve(sample.suggestedFilename());
        sample.saveAs(workbook);
        person.field("Archivo XLSX o CSV").setInputFiles(workbook);
        person.button("Revisar archivo").click();
        assertThat(page.locator("#nuevos")).containsText("3 Nuevos");
        person.button("Agregar 3").click();
        assertThat(page.locator(".good")).containsText("3 beneficiarios nuevos");
        PageCheck.check(page);

        person.link("Importar").click();
        person.field("Archivo XLSX o CSV").setInputFiles(Documents.beneficiaries());
        person.button("Revisar archivo").click();
        assertThat(page.locator("#rechazados")).containsText("1 No se importan");
        assertThat(page.locator("#cambian")).containsText("1 Cambian");
        PageCheck.check(page);
        person.button("Agregar 1 y cambiar 1").click();
        assertThat(page.locator("#beneficiarios tbody tr")).hasCount(4);
    }

    @Test
    void contactsByTheKeyboardAndOnATelephone(Person person) {
        Page page = person.page();
        person.enter();
        person.open("/empresas/nueva");
        person.field("Nombre o razón social").fill("Comercial del Bajío");
        person.field("RFC").fill("CBA010203AB1");
        person.button("Guardar").click();
        person.link("Beneficiarios / Pagadores").click();
        person.link("Nuevo beneficiario").click();
        page.locator("#name").fill("Álvarez García, Ana");
        page.locator("#rfc").fill("AAGA850412QX3");
        page.locator("#address-0").fill("ana.alvarez@cliente.example");
        page.locator("#contact-0").fill("Ana Álvarez");
        page.locator("#agregar").focus();
        PageCheck.assertFocusSeen(page);
        page.keyboard().press("Enter");
        assertThat(page.locator(".contact")).hasCount(2);
        assertThat(page.locator("#name")).hasValue("Álvarez García, Ana");
        page.locator("#address-1").fill("contador@cliente.example");
        page.locator("#role-1").fill("Contador");
        page.locator("#copy-1").check();
        PageCheck.check(page);
        page.locator("#role-1").press("Enter");
        assertThat(page.locator(".good")).containsText("Se guardaron los datos");
        assertThat(page.locator("#copy-1")).isChecked();
        for (int width : new int[] {683, 390}) {
            page.setViewportSize(width, 768);
            PageCheck.assertNoSidewaysScroll(page);
        }
        page.setViewportSize(1366, 768);
        page.locator("details.confirm > summary").click();
        PageCheck.check(page);
        person.button("Sí, borrar").click();
        assertThat(page.locator("#vacio")).isVisible();
    }
}

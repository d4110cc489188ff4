package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many documents at once, from choosing them to the report, as an accountant does it. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class BulkDeliveryTest {

    @Test
    void fromTheChoiceToTheReport(Person person) {
        Page page = person.page();
        person.connect();
        company(person);
        beneficiary(person, "Ana Álvarez Ruiz", "AARA800101AB1", "ana@cliente.example");
        beneficiary(person, "Luis Mora Peña", "MOPL750505AB2", "luis@cliente.example");
        cheque(person, "1042", "Ana Álvarez Ruiz", "AARA800101AB1");
        cheque(person, "1043", "Luis Mora Peña", "MOPL750505AB2");
        cheque(person, "1044", "Eva Soto Díaz", "SODE900909AB3");

        person.link("Envíos masivos").click();
        assertThat(page.locator("#vacia")).isVisible();
        page.locator("#nuevo").click();
        page.locator("#tipo").selectOption("CHEQUE");
        assertThat(page.locator("#cuantos")).containsText("3 documentos coinciden");
        look(page, "envio-masivo-elegir");
        person.button("Revisar documentos").click();
        assertThat(page.locator("#revision")).containsText("sin correo del beneficiario");
        assertThat(person.button("Enviar 2 documentos")).isEnabled();
        look(page, "envio-masivo-revision");

        page.locator("#lista-documentos button.link").first().click();
        assertThat(page.locator("#vista")).containsText(Person.MAILBOX);
        look(page, "envio-masivo-vista");
        page.locator("#volver").click();

        Office.at(person).pauses(1);
        person.button("Enviar 2 documentos").click();
        assertThat(page.locator("#espera")).containsText("está en pausa");
        assertThat(page.locator("#en-espera")).hasText("2");
        look(page, "envio-masivo-avance");
        person.button("Pausar").click();
        assertThat(page.locator("#pausado")).containsText("Faltan 2 por salir");
        String delivery = page.url();
        person.open("/bandeja");
        person.button("Reanudar " + Person.MAILBOX).click();
        page.navigate(delivery);
        person.button("Reanudar").click();
        assertThat(page.locator("#resultado")).containsText("Se enviaron 2 documentos");
        look(page, "envio-masivo-resultado");
        Locator rows = page.locator("#lista-documentos tbody tr");
        assertThat(rows.filter(new Locator.FilterOptions().setHasText("Sin correo")))
                .hasCount(1);

        Download sheet =
                page.waitForDownload(() -> page.locator("#reporte-xlsx").click());
        assertThat(sheet.suggestedFilename()).isEqualTo("envio-masivo-1.xlsx");
        Download paper = page.waitForDownload(() -> page.locator("#reporte-pdf").click());
        assertThat(paper.suggestedFilename()).isEqualTo("envio-masivo-1.pdf");
        person.link("Envíos masivos").first().click();
        assertThat(page.locator("#lista-envios tbody tr")).containsText("2 de 2");
        look(page, "envio-masivo-lista");
    }

    private static void company(Person person) {
        Page page = person.page();
        person.open("/empresas/nueva");
        page.locator("#name").fill("Comercial del Bajío, S.A. de C.V.");
        page.locator("#rfc").fill("CBA010101AB1");
        person.button("Guardar").click();
        assertThat(page).hasURL(Pattern.compile(".*/empresas/1"));
    }

    private static void beneficiary(Person person, String name, String rfc, String address) {
        Page page = person.page();
        person.open("/beneficiarios/nuevo?empresa=1");
        page.locator("#name").fill(name);
        page.locator("#rfc").fill(rfc);
        page.locator("#address-0").fill(address);
        page.locator("#guardar").click();
        assertThat(page).not().hasURL(Pattern.compile(".*/nuevo.*"));
    }

    private static void cheque(Person person, String number, String name, String rfc) {
        Page page = person.page();
        person.open("/documentos/nuevo?tipo=CHEQUE");
        page.locator("#number").fill(number);
        page.locator("#date").fill("2026-03-03");
        page.locator("#beneficiaryRfc").fill(rfc);
        page.locator("#beneficiaryName").fill(name);
        page.locator("#concept").fill("Honorarios de marzo");
        page.locator("#amount").fill("12500.00");
        person.button("Guardar").click();
        assertThat(page.locator("#enviar-correo")).isVisible();
    }

    /** What can be measured of the page is right; its picture is kept where {@code VALIJA_SCREENS} names a folder. */
    private static void look(Page page, String name) {
        PageCheck.check(page);
        PageCheck.assertNoSidewaysScroll(page);
        Optional<Path> folder = Optional.ofNullable(System.getenv("VALIJA_SCREENS"))
                .map(Path::of)
                .filter(Files::isDirectory);
        folder.ifPresent(known -> page.screenshot(new Page.ScreenshotOptions()
                .setPath(known.resolve(name + ".png"))
                .setFullPage(true)));
    }
}

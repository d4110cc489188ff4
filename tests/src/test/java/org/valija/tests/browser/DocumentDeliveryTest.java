package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bank document from its page to the recipient and into the record, as an accountant does it. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class DocumentDeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void fromTheDocumentToTheRecord(Person person) {
        Page page = person.page();
        person.connect();
        office(person);
        document(person);

        page.locator("#enviar-correo").click();
        assertThat(page.locator("#documento")).containsText("Cheque 1042");
        assertThat(person.field("Para")).hasValue("Ana Álvarez <" + Person.RECIPIENT + ">");
        assertThat(person.field("PDF")).isChecked();
        assertThat(person.option()).isChecked();
        look(page, "documento-entrega");

        page.locator("#vista").click();
        assertThat(page.locator("#texto")).containsText("Hola, Ana Álvarez Ruiz:");
        assertThat(page.locator("#archivos li")).hasCount(2);
        page.locator("details.more summary").click();
        assertThat(page.locator(".technical")).containsText("Message-ID");
        look(page, "documento-vista-previa");
        Page pdf = page.waitForPopup(() -> page.locator("#archivos a").first().click());
        assertThat(pdf.url()).contains("/vista-previa/1");
        pdf.close();
        page.locator("#volver").click();

        person.field("Para").fill("pagos@cliente.example");
        person.button("Enviar").click();
        assertThat(page.locator("#pregunta")).containsText("pagos@cliente.example");
        look(page, "documento-pregunta");
        page.locator("#enviar-si").click();
        person.seesSent();
        assertThat(person.simulator().inbox().await(1, PATIENCE)).hasSize(1);

        page.locator("#documento a").click();
        assertThat(page.locator("#envios")).containsText("pagos@cliente.example");
        look(page, "documento-envios");
        page.locator("#enviar-correo").click();
        assertThat(person.field("Para")).hasValue("Ana Álvarez <pagos@cliente.example>");
        person.button("Enviar").click();
        assertThat(page.locator("#resumen")).containsText("ya se envió a pagos@cliente.example");
        look(page, "documento-ya-enviado");

        person.link("Registro de entregas").click();
        Locator row = page.locator("#registro tbody tr");
        assertThat(row).hasCount(1);
        row.locator("details summary").click();
        assertThat(row).containsText("Gmail id");
        look(page, "registro-entregas");
        page.locator("#exportar").click();
        Download sheet = page.waitForDownload(() -> page.locator("#xlsx").click());
        assertThat(sheet.suggestedFilename()).isEqualTo("registro-de-entregas.xlsx");
    }

    @Test
    void anOfficeWritesItsOwnText(Person person) {
        Page page = person.page();
        person.connect();
        office(person);
        document(person);
        person.link("Plantillas de correo").click();
        page.locator("#tipo").selectOption("CHEQUE");
        person.button("Mostrar").click();
        assertThat(page.locator("#muestra-asunto")).containsText("1042");
        look(page, "plantillas");

        person.field("Asunto").fill("Pago {foliio}");
        person.button("Guardar").click();
        assertThat(page.locator("#resumen")).containsText("{foliio} no es un campo");
        person.field("Asunto").fill("Pago {folio} a {beneficiario}");
        person.button("Guardar").click();

        assertThat(page.locator(".good")).containsText("La plantilla se guardó");
        assertThat(page.locator("#muestra-asunto")).containsText("Pago 1042 a Ana Álvarez Ruiz");
    }

    private static void office(Person person) {
        Page page = person.page();
        person.open("/empresas/nueva");
        page.locator("#name").fill("Comercial del Bajío, S.A. de C.V.");
        page.locator("#rfc").fill("CBA010101AB1");
        person.button("Guardar").click();
        assertThat(page).hasURL(Pattern.compile(".*/empresas/1"));
        person.open("/beneficiarios/nuevo?empresa=1");
        page.locator("#name").fill("Ana Álvarez Ruiz");
        page.locator("#rfc").fill("AARA800101AB1");
        page.locator("#address-0").fill(Person.RECIPIENT);
        page.locator("#contact-0").fill("Ana Álvarez");
        page.locator("#guardar").click();
        assertThat(page).hasURL(Pattern.compile(".*/beneficiarios/1.*|.*/beneficiarios\\?.*"));
    }

    private static void document(Person person) {
        Page page = person.page();
        person.open("/documentos/nuevo?tipo=CHEQUE");
        page.locator("#number").fill("1042");
        page.locator("#date").fill("2026-03-03");
        page.locator("#beneficiaryRfc").fill("AARA800101AB1");
        page.locator("#beneficiaryName").fill("Ana Álvarez Ruiz");
        page.locator("#concept").fill("Honorarios de marzo");
        page.locator("#amount").fill("12500.00");
        page.locator("#files")
                .setInputFiles(new FilePayload(
                        "cheque-1042.xml",
                        "text/xml",
                        "<?xml version=\"1.0\"?><pago/>".getBytes(StandardCharsets.UTF_8)));
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

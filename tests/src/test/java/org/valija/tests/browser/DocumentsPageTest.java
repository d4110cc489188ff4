package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.valija.server.Main;

/** Retenciones are dropped on the page by the dozen, found again, looked at and ticked. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class DocumentsPageTest {

    private static final String PLACE = "#subida .drop";
    private static final int MANY = 45;
    private static final int PAIRS = 12;

    @Test
    void manyFilesAreDroppedAndWhatIsWrongStandsFirst(Person person) throws IOException {
        Page page = person.page();
        registersCompany(person);
        person.open("/bancos/retenciones");
        assertThat(page.locator("#vacia")).containsText("Aquí verás tus retenciones");
        page.locator("#subir").click();
        assertThat(page.getByText("Arrastra aquí los archivos")).isVisible();

        List<Map<String, String>> files = new ArrayList<>();
        files.add(Map.of("name", "no es.pdf", "text", "<html>"));
        for (int i = 0; i < MANY; i++) {
            files.add(Map.of("name", "retención " + i + ".xml", "text", xml(i)));
        }
        JSHandle dropped = page.evaluateHandle("""
                files => {
                  const data = new DataTransfer();
                  files.forEach(file => data.items.add(new File([file.text], file.name)));
                  return data;
                }""", files);
        page.dispatchEvent(PLACE, "dragover", Map.of("dataTransfer", dropped));
        page.dispatchEvent(PLACE, "drop", Map.of("dataTransfer", dropped));

        assertThat(page.locator("#avance-subida"))
                .containsText("Listo: 46 archivos", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        assertThat(page.locator("#lineas tr")).hasCount(MANY + 1);
        assertThat(page.locator("#lineas tr").first()).containsText("Se llama .pdf, pero no es un PDF");
        PageCheck.check(page);
        page.getByText("Ver la lista").click();

        assertThat(page.locator("#cuantos")).hasText("45 documentos");
        person.field("Nombre, RFC o folio").fill("alvarez 44");
        person.button("Buscar").click();
        assertThat(page.locator("#cuantos")).hasText("1 documento");
        person.link("ANA ÁLVAREZ ACEVEDO 44").click();
        assertThat(page.locator("#sello")).hasText("Sello no verificable");
        assertThat(page.locator("#enviar-correo")).isVisible();
        assertThat(page.locator("#impuestos")).containsText("12,000.00");
        PageCheck.check(page);
    }

    @Test
    void withoutScriptTheFormDoesTheSame(Person person) throws IOException {
        registersCompany(person);
        Page page = person.page();
        page.route("**/js/valija.js", route -> route.abort());
        person.open("/documentos/subir?tipo=RETENCION");
        page.locator("#archivos").setInputFiles(new FilePayload[] {
            new FilePayload("a.xml", "application/xml", xml(1).getBytes(StandardCharsets.UTF_8)),
            new FilePayload("b.xml", "application/xml", xml(2).getBytes(StandardCharsets.UTF_8))
        });
        person.button("Subir").click();

        assertThat(page.locator("#lineas tr")).hasCount(2);
        assertThat(page.locator("#lineas tr").first()).containsText("ANA ÁLVAREZ ACEVEDO");
    }

    /** Files go up in parts of twenty: the tenth pair stands where the first part is full. */
    @Test
    void filesOfOneNameAreOneDocumentWhereverTheyStand(Person person) {
        registersCompany(person);
        Page page = person.page();
        person.open("/documentos/subir?tipo=REPORTE");
        List<FilePayload> files = new ArrayList<>();
        files.add(report("00"));
        for (int i = 1; i <= PAIRS; i++) {
            String name = "%02d".formatted(i);
            files.add(new FilePayload(name + ".pdf", "application/pdf", Bookkeeping.examplePdf()));
            files.add(report(name));
        }
        page.locator("#archivos").setInputFiles(files.toArray(new FilePayload[0]));
        person.button("Subir").click();

        assertThat(page.locator("#avance-subida")).containsText("Listo: 25 archivos, 0 con algo por revisar");
        person.open("/contabilidad/documentos");
        assertThat(page.locator("#cuantos")).hasText("13 documentos");
    }

    private static FilePayload report(String name) {
        return new FilePayload(
                name + ".xml",
                "application/xml",
                ("<reporte nombre=\"" + name + "\"/>").getBytes(StandardCharsets.UTF_8));
    }

    private static void registersCompany(Person person) {
        person.enter();
        person.open("/empresas/nueva");
        person.page().locator("#name").fill("COMERCIAL DEL BAJIO");
        person.page().locator("#rfc").fill("CBA010101AB1");
        person.button("Guardar").click();
        assertThat(person.page().locator("[role=status]")).isVisible();
    }

    /** The example with another folio fiscal and another receiver. */
    private static String xml(int number) throws IOException {
        try (InputStream in = Main.class.getResourceAsStream("/demo/retencion-ejemplo.xml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("000000091778", "%012d".formatted(number))
                    .replace("ANA ÁLVAREZ ACEVEDO", "ANA ÁLVAREZ ACEVEDO " + number);
        }
    }
}

package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.valija.server.Main;

/** What an office has to register and to upload before it can send documents. */
final class Bookkeeping {

    /** Of retenciones sealed with a key of the tests' own; one was changed afterwards, the last is not stamped. */
    private static final int[] SEALED = {118, 119, 120, 121, 125, 130};

    private static final String[][] CLIENTS = {
        {"AAGA850412QX3", "ANA ÁLVAREZ GARCÍA", "ana.alvarez@cliente.example"},
        {"LURL850411AB2", "LUIS RÍOS LARA", "luis.rios@cliente.example"},
        {"MOEV900101QX1", "EVA MORA ESTRADA", ""},
        {"TNO010203AB9", "TRANSPORTES DEL NORTE", "tesoreria@transportes.example"},
        {"PEGA800101AB5", "ANA MARÍA PEÑA GÓMEZ", "ana.pena@despacho.example"},
        {"SODE900909AB3", "EVA SOTO DÍAZ", "eva.soto@cliente.example"},
        {"MOPL750505AB2", "LUIS MORA PEÑA", "luis.mora@cliente.example"},
        {"CARR821130AB4", "ROSA CANO RUIZ", "rosa.cano@cliente.example"},
        {"GUTJ790214AB6", "JORGE GUTIÉRREZ TAPIA", "jgutierrez@arquitectos.example"},
        {"LIME880303AB7", "ELENA LIMÓN MEDINA", "elena.limon@cliente.example"},
        {"SGO110505AB8", "SERVICIOS GONZÁLEZ", "cuentas@servicios.example"},
        {"VEHM910909AB9", "MARIO VEGA HERNÁNDEZ", "mario.vega@cliente.example"}
    };

    private final Person person;
    private final String rfc;

    private Bookkeeping(Person person, String rfc) {
        this.person = person;
        this.rfc = rfc;
    }

    /** @param rfc of the office's company */
    static Bookkeeping of(Person person, String rfc) {
        return new Bookkeeping(person, rfc);
    }

    void company() {
        person.open("/empresas/nueva");
        person.field("Nombre o razón social").fill("Comercial del Bajío, S.A. de C.V.");
        person.field("RFC").fill(rfc);
        person.field("Logotipo").setInputFiles(Documents.logo());
        person.button("Guardar").click();
        assertThat(person.page()).hasURL(Pattern.compile(".*/empresas/1"));
    }

    void beneficiary(String name, String rfc, String address) {
        Page page = person.page();
        person.open("/beneficiarios/nuevo?empresa=1");
        page.locator("#name").fill(name);
        page.locator("#rfc").fill(rfc);
        page.locator("#address-0").fill(address);
        page.locator("#contact-0").fill(name);
        page.locator("#guardar").click();
        assertThat(page).not().hasURL(Pattern.compile(".*/nuevo.*"));
    }

    /** Fills the form of a document; {@link #saves()} does the rest. */
    void types(String kind, String number, String beneficiaryRfc, String name, String concept, String amount) {
        Page page = person.page();
        person.open("/documentos/nuevo?tipo=" + kind);
        page.locator("#kind").selectOption(kind);
        page.locator("#number").fill(number);
        page.locator("#date").fill("2026-03-03");
        page.locator("#beneficiaryRfc").fill(beneficiaryRfc);
        page.locator("#beneficiaryName").fill(name);
        page.locator("#concept").fill(concept);
        page.locator("#amount").fill(amount);
    }

    void saves() {
        person.button("Guardar").click();
        assertThat(person.page().locator("#enviar-correo")).isVisible();
    }

    /** All clients but one with an address. */
    void importsClients() {
        StringBuilder sheet = new StringBuilder("RFC,Nombre,Correo\n");
        for (String[] client : CLIENTS) {
            sheet.append(String.join(",", client)).append('\n');
        }
        person.open("/beneficiarios/importar?empresa=1");
        person.field("Archivo XLSX o CSV")
                .setInputFiles(new FilePayload(
                        "clientes.csv", "text/csv", sheet.toString().getBytes(StandardCharsets.UTF_8)));
        person.button("Revisar archivo").click();
        person.button("Agregar " + CLIENTS.length).click();
        assertThat(person.page().locator("#beneficiarios")).isVisible();
    }

    /** Sealed retenciones of company {@code CBA010203AB1}, and a PDF that is none. */
    static FilePayload[] constancias() {
        List<FilePayload> files = new ArrayList<>();
        files.add(
                new FilePayload("recibo.pdf", "application/pdf", "<html></html>".getBytes(StandardCharsets.US_ASCII)));
        for (int number : SEALED) {
            String name = "constancia-" + number + ".xml";
            files.add(new FilePayload(name, "application/xml", read(Bookkeeping.class, "retenciones/" + name)));
        }
        return files.toArray(new FilePayload[0]);
    }

    /** One for each client, of company {@code CBA010101AB1}. */
    static FilePayload[] ofClients() {
        String example = new String(read(Main.class, "/demo/retencion-ejemplo.xml"), StandardCharsets.UTF_8);
        FilePayload[] files = new FilePayload[CLIENTS.length];
        for (int i = 0; i < files.length; i++) {
            String xml = example.replace("000000091778", "%012d".formatted(91_800 + i))
                    .replace("FolioInt=\"91778\"", "FolioInt=\"" + (91_800 + i) + "\"")
                    .replace("AAAA010101AAA\" NomDenRazSocR", CLIENTS[i][0] + "\" NomDenRazSocR")
                    .replace("ANA ÁLVAREZ ACEVEDO", CLIENTS[i][1]);
            files[i] = new FilePayload(
                    "retencion-" + (91_800 + i) + ".xml", "application/xml", xml.getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    /** Of three reports, one of them in two forms. */
    static FilePayload[] reports() {
        return new FilePayload[] {
            new FilePayload("Balanza enero 2026.pdf", "application/pdf", examplePdf()),
            report("Balanza enero 2026.xml"),
            report("Auxiliar de bancos enero 2026.xml"),
            report("Estado de resultados enero 2026.xml")
        };
    }

    static byte[] examplePdf() {
        return read(Main.class, "/demo/retencion-ejemplo.pdf");
    }

    private static FilePayload report(String name) {
        return new FilePayload(
                name, "application/xml", ("<reporte nombre=\"" + name + "\"/>").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

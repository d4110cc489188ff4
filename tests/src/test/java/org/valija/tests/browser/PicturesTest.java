package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.valija.tests.browser.Pictures.take;
import static org.valija.tests.browser.Pictures.takeWhole;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.valija.server.cli.Service;

/** The pictures of the documentation, taken anew with {@code VALIJA_PICTURES=1}; a run without it takes none. */
@Tag("browser")
@EnabledIfEnvironmentVariable(named = "VALIJA_PICTURES", matches = ".+")
@ExtendWith(PersonExtension.class)
class PicturesTest {

    @Test
    void theWholeJob(Person person) {
        Page page = person.page();
        person.open("/");
        take(page, "entrar");
        person.enter();
        person.registerClient();
        take(page, "cliente-oauth");
        person.writeAddress();
        person.link("Usuarios").click();
        take(page, "catalogo-usuarios");
        person.tick();
        person.button("Autenticar").click();
        assertThat(page.locator("form#consent")).isVisible();
        take(page, "consentimiento");
        person.allow();
        takeWhole(page, "catalogo-conectado");

        person.link("Nuevo envío").click();
        person.write("Constancia de retenciones 2025");
        person.choose(example("pdf", "application/pdf"), example("xml", "application/xml"));
        person.button("Adjuntar").click();
        assertThat(page.locator("#adjuntos li")).hasCount(2);
        takeWhole(page, "entrega");
        person.slowGmail(Duration.ofSeconds(4));
        person.button("Enviar").click();
        assertThat(page.locator("ol.progress .now")).containsText("Entregando");
        take(page, "entrega-enviando");
        person.seesSent();
        take(page, "entrega-enviada");

        person.simulator().google().expireAccessTokens();
        person.simulator().google().revokeGrantsOf(Person.MAILBOX);
        person.send(
                "Constancia de retenciones, segundo envío",
                example("pdf", "application/pdf"),
                example("xml", "application/xml"));
        assertThat(page.locator("#fallo")).isVisible();
        take(page, "requiere-autenticarse");
        person.openAccounts();
        take(page, "cuentas");
        page.setViewportSize(390, 844);
        page.goBack();
        takeWhole(page, "telefono");
        page.setViewportSize(1366, 768);

        page.navigate(person.simulator().httpUri() + "/bandeja");
        page.getByText("Constancia de retenciones 2025").click();
        takeWhole(page, "bandeja-simulador");
    }

    /** An office at noon: one account sends, one has lost its permission, one is paused. */
    @Test
    void theOutbox(Person person) {
        Page page = person.page();
        person.connect();
        person.another("LUCIA", "Lucía Ramos", "lucia.ramos@bajio.example");
        person.another("TESORERIA", "Tesorería", "tesoreria@bajio.example");
        Office office = Office.at(person);
        office.worksSinceYesterday();
        office.sends(1, "Póliza de pago 118, Banco del Bajío", "Estado de cuenta, febrero", "Recibo de nómina 05");
        office.isRefused(1, "Complemento de pago 2231");
        office.awaitsEnd(4);
        person.simulator().google().expireAccessTokens();
        person.simulator().google().revokeGrantsOf("lucia.ramos@bajio.example");
        office.sends(2, "Constancia de retenciones 91778", "Constancia de retenciones 91779");
        office.awaitsHold();
        office.pauses(3);
        office.accepts(3, "Retenciones, marzo 2026", 40);
        person.open("/bandeja");
        assertThat(page.locator("#cabeza .say")).isVisible();
        take(page, "bandeja");
        page.locator("#buscar").scrollIntoViewIfNeeded();
        page.evaluate("() => document.getElementById('estados').scrollIntoView()");
        take(page, "bandeja-lista");
        person.open("/bandeja?palabras=2231");
        page.getByText("Complemento de pago 2231").click();
        assertThat(page.locator("#lista-intentos")).isVisible();
        take(page, "bandeja-correo");
        page.setViewportSize(390, 844);
        person.open("/bandeja");
        take(page, "bandeja-telefono");
    }

    @Test
    void recoveringAKey(Person person) {
        Page page = person.page();
        person.connect();
        page.locator("nav a[href='/sistema/buzon']").click();
        take(page, "buzon-sistema-falta");
        person.choosesSystemMailbox();
        take(page, "buzon-sistema");
        person.open("/recuperar");
        person.field("Código de usuario").fill("SUPERVISOR");
        take(page, "recuperar-clave");
        person.button("Recuperar clave").click();
        assertThat(page.locator("#pedida")).isVisible();
        person.open(RecoveryLink.in(person, 1, Person.MAILBOX).getPath());
        take(page, "recuperar-nueva");
    }

    @Test
    void fromAnotherComputer(Person person) {
        person.enterAt("http://" + Chromium.CONSOLE_NAME + ":" + person.port());
        person.registerClient();
        person.writeAddress();
        person.tick();
        person.button("Autenticar").click();
        assertThat(person.page()).hasURL(Pattern.compile(".*/correo/terminar"));
        take(person.page(), "terminar-a-mano");
    }

    @Test
    void otherPrograms(Person person) {
        Page page = person.page();
        person.connect();
        person.link("Acceso de programas").click();
        person.givesAccess("ERP, facturas");
        Program program = person.givesAccess("Nómina, servidor 2");
        takeWhole(page, "acceso-programas");
        person.open(program.asksForAuthorization());
        take(page, "autorizar");
    }

    /** An administrator asks for one mailbox and hears that another has lost its permission. */
    @Test
    void authorisationsAndAlerts(Person person) {
        Page page = person.page();
        person.connect();
        person.another("LUCIA", "Lucía Ramos", "lucia.ramos@bajio.example");
        person.choosesSystemMailbox();
        person.simulator().google().expireAccessTokens();
        person.simulator().google().revokeGrantsOf("lucia.ramos@bajio.example");
        Office office = Office.at(person);
        office.sends(2, "Constancia de retenciones 91778");
        office.awaitsHold();
        person.simulator().inbox().await(2, Duration.ofSeconds(20));
        person.open("/cuentas");
        assertThat(page.locator(".banner")).isVisible();
        take(page, "cuentas-aviso");
        person.open("/autorizaciones/nueva?usuario=LUCIA");
        takeWhole(page, "autorizacion-pedir");
        page.getByLabel("Mostrármelo para dárselo yo").check();
        person.button("Pedir autorización").click();
        assertThat(page.locator("#enlace-nuevo")).isVisible();
        take(page, "autorizaciones");
        String link = page.locator("#enlace-nuevo").innerText();
        person.open("/sistema/avisos");
        person.field("Dirección").fill("http://127.0.0.1:9/valija");
        page.locator("#publicar button").click();
        assertThat(page.locator("#secreto-nuevo")).isVisible();
        person.button("Probar").click();
        assertThat(page.locator("#prueba-fallo")).isVisible();
        takeWhole(page, "avisos");
        person.open(URI.create(link).getPath());
        take(page, "autorizar-enlace");
    }

    @Test
    void usersAndProfiles(Person person) {
        Page page = person.page();
        person.enter();
        person.link("Perfiles").click();
        assertThat(page.locator("#perfil")).isVisible();
        take(page, "perfiles");
    }

    @Test
    void theCatalogues(Person person) {
        Page page = person.page();
        person.enter();
        person.open("/beneficiarios");
        take(page, "beneficiarios-sin-empresa");
        person.link("Nueva empresa").click();
        person.field("Nombre o razón social").fill("Comercial del Bajío, S.A. de C.V.");
        person.field("RFC").fill("CBA010203AB1");
        person.field("Código postal").fill("36000");
        person.field("Régimen fiscal").fill("601");
        person.field("Logotipo").setInputFiles(Documents.logo());
        person.button("Guardar").click();
        assertThat(page.locator("#logo")).isVisible();
        takeWhole(page, "empresas");
        person.link("Beneficiarios / Pagadores").click();
        person.link("Importar de XLSX o CSV").click();
        take(page, "beneficiarios-importar");
        Download sample =
                page.waitForDownload(() -> person.link("Descargar ejemplo CSV").click());
        person.field("Archivo XLSX o CSV").setInputFiles(sample.path());
        person.button("Revisar archivo").click();
        person.button("Agregar 3").click();
        person.link("Importar").click();
        person.field("Archivo XLSX o CSV").setInputFiles(Documents.beneficiaries());
        person.button("Revisar archivo").click();
        assertThat(page.locator("#cambian")).isVisible();
        takeWhole(page, "beneficiarios-revisar");
        person.button("Agregar 1 y cambiar 1").click();
        assertThat(page.locator("#beneficiarios")).isVisible();
        take(page, "beneficiarios");
        person.link("Transportes del Norte, S.A. de C.V.").click();
        person.button("Agregar contacto").click();
        takeWhole(page, "beneficiario");
    }

    private static FilePayload example(String kind, String mediaType) {
        String name = "retencion-ejemplo." + kind;
        try (InputStream in = Service.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no demo/" + name);
            }
            return new FilePayload(name, mediaType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

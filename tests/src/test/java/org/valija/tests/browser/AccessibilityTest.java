package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every page: labels, headings, contrast, and that it can be read at 200 % and on a telephone. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class AccessibilityTest {

    private static final String LONG = "maria.de.los.angeles.hernandez.villasenor@contabilidad.norte.bajio.example";

    @Test
    void labelsHeadingsAndContrast(Person person) {
        everyPage(person, PageCheck::check);
    }

    /** A window of 1366 by 768 at 200 % leaves the page this much room. */
    @Test
    void fitsAtTwiceTheSize(Person person) {
        person.page().setViewportSize(683, 384);
        everyPage(person, PageCheck::assertNoSidewaysScroll);
    }

    @Test
    void fitsOnATelephone(Person person) {
        person.page().setViewportSize(390, 844);
        everyPage(person, PageCheck::assertNoSidewaysScroll);
    }

    @Test
    void theCertificate(Person person) {
        try (Person office = person.behindTls()) {
            Page page = office.page();
            office.enter();
            office.open("/sistema/certificado");
            assertThat(page.locator("#huella")).isVisible();
            PageCheck.check(page);
            for (int width : new int[] {683, 390}) {
                page.setViewportSize(width, 768);
                PageCheck.assertNoSidewaysScroll(page);
            }
        }
    }

    /** As an administrator finds them on the first day, and after something has happened. */
    private static void system(Person person, Consumer<Page> check) {
        for (String path : new String[] {
            "/sistema/estado",
            "/sistema/auditoria",
            "/sistema/auditoria?palabras=nada&accion=ENTRY",
            "/sistema/avisos",
            "/sistema/certificado",
            "/autorizaciones",
            "/autorizaciones/nueva",
            "/perfiles/ADMINISTRATION",
            "/perfiles/SENDER"
        }) {
            person.open(path);
            check.accept(person.page());
        }
    }

    /** Names and addresses as long as they may be. */
    private static void longNames(Person person, Consumer<Page> check) {
        Page page = person.page();
        person.open("/usuarios/nuevo");
        person.field("Código").fill("CONTABILIDADNORTE01");
        person.field("Nombre").fill("María de los Ángeles Guadalupe Hernández-Villaseñor Castañeda");
        person.field("Correo de recuperación").fill(LONG);
        person.button("Guardar").click();
        assertThat(page.locator("#clave-nueva")).isVisible();
        check.accept(page);
        person.open("/autorizaciones/nueva?usuario=CONTABILIDADNORTE01");
        check.accept(page);
        page.locator("#how-copy").check();
        person.button("Pedir autorización").click();
        assertThat(page.locator("#enlace-nuevo")).isVisible();
        check.accept(page);
        page.locator("#solicitudes summary").click();
        check.accept(page);
    }

    private static void recovering(Person person, Consumer<Page> check) {
        Page page = person.page();
        person.open("/sistema/buzon");
        assertThat(page.locator(".say")).isVisible();
        check.accept(page);
        person.choosesSystemMailbox();
        check.accept(page);
        person.open("/recuperar");
        person.field("Código de usuario").fill("SUPERVISOR");
        person.button("Recuperar clave").click();
        assertThat(page.locator("#pedida")).isVisible();
        check.accept(page);
        person.open(RecoveryLink.in(person, 1, Person.MAILBOX).getPath());
        check.accept(page);
        person.button("Cambiar clave").click();
        assertThat(page.locator("#resumen")).isVisible();
        check.accept(page);
        person.open("/");
    }

    private static void everyPage(Person person, Consumer<Page> check) {
        Page page = person.page();
        person.open("/entrar");
        check.accept(page);
        person.link("Recuperar clave").click();
        check.accept(page);
        person.open("/recuperar?espera=61");
        check.accept(page);
        person.open("/recuperar/1");
        assertThat(page.locator("#no-sirve")).isVisible();
        check.accept(page);
        person.enter();
        check.accept(page);
        system(person, check);
        person.open("/cuentas");
        check.accept(page);
        person.registerClient();
        check.accept(page);
        person.link("Usuarios").click();
        check.accept(page);
        person.link("Nuevo usuario").click();
        check.accept(page);
        person.button("Guardar").click();
        assertThat(page.locator("#resumen")).isVisible();
        check.accept(page);
        person.link("Cambiar clave").click();
        check.accept(page);
        person.open("/sesiones");
        check.accept(page);
        person.open("/segundo-factor");
        check.accept(page);
        person.open("/segundo-factor/activar");
        check.accept(page);
        person.link("Nuevo envío").click();
        check.accept(page);
        person.writeAddress();
        check.accept(page);
        person.tick();
        person.button("Autenticar").click();
        person.allow();
        check.accept(page);
        page.locator("details.confirm > summary").click();
        check.accept(page);
        recovering(person, check);
        person.link("Nuevo envío").click();
        page.getByText("Cc, Cco y Responder a").click();
        person.button("Enviar").click();
        assertThat(page.locator("#resumen")).isVisible();
        check.accept(page);
        person.slowGmail(Duration.ofSeconds(2));
        person.send("Constancia de retenciones e información de pagos 2025", Documents.pdf(), Documents.xml());
        assertThat(page.locator("ol.progress .now")).isVisible();
        check.accept(page);
        person.seesSent();
        check.accept(page);
        person.simulator().google().expireAccessTokens();
        person.simulator().google().revokeGrantsOf(Person.MAILBOX);
        person.send("Constancia", Documents.pdf(), Documents.xml());
        assertThat(page.locator("#fallo")).isVisible();
        check.accept(page);
        page.locator("nav a[href='/bandeja']").click();
        assertThat(page.locator("#cabeza .say")).isVisible();
        page.getByText("Ver en tabla").click();
        page.locator(".bulk summary").click();
        check.accept(page);
        page.getByText("Constancia de retenciones e información").click();
        assertThat(page.locator("#lista-intentos")).isVisible();
        check.accept(page);
        person.openAccounts();
        check.accept(page);
        longNames(person, check);
        system(person, check);
        person.open("/no-existe");
        check.accept(page);
        person.open("/correo/ayudante");
        check.accept(page);
        person.field("Dirección de retorno en la computadora del usuario").fill("http://127.0.0.1:39999/");
        person.button("Autenticar").click();
        assertThat(page.locator("#terminar")).isVisible();
        check.accept(page);
    }
}

package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** <em>Acceso de programas</em>, and the page that a program opens for a person. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class ProgramsPageTest {

    @Test
    void aProgramGetsAccessAsksAPersonAndSends(Person person) {
        Page page = person.page();
        person.enter();
        person.registerClient();
        person.writeAddress();
        person.link("Acceso de programas").click();
        PageCheck.check(page);
        person.button("Crear acceso").click();
        assertThat(page.locator("#resumen")).containsText("Escribe el nombre del programa");
        PageCheck.check(page);

        Program program = person.givesAccess("Nómina");
        PageCheck.check(page);
        String path = program.asksForAuthorization();
        person.button("Salir").click();
        person.open(path);
        assertThat(page.locator("main")).containsText("«Nómina» pide enviar correo desde " + Person.MAILBOX);
        PageCheck.check(page);
        page.setViewportSize(390, 844);
        PageCheck.assertNoSidewaysScroll(page);
        page.setViewportSize(1366, 768);
        person.button("Continuar a Gmail").click();
        person.button("Permitir").click();
        assertThat(page.locator(".good")).containsText(Person.MAILBOX + " quedó autorizado");
        PageCheck.check(page);

        program.hands("Recibo de nómina 05");
        person.enter();
        person.link("Bandeja de salida").click();
        assertThat(page.locator("#lista tbody")).containsText("Recibo de nómina 05");
        person.link("Acceso de programas").click();
        page.locator("#lista details.confirm > summary").click();
        PageCheck.check(page);
        for (int width : new int[] {683, 390}) {
            page.setViewportSize(width, 768);
            PageCheck.assertNoSidewaysScroll(page);
        }
        page.setViewportSize(1366, 768);
        person.button("Sí, revocar").click();
        assertThat(page.locator("#lista .pill")).hasText("Revocado");
        PageCheck.check(page);
    }

    /** The provider sends the browser to that person's own machine; they bring the address back without entering. */
    @Test
    void fromAnotherComputerTheAddressIsPasted(Person person) {
        Page page = person.page();
        person.enter();
        person.registerClient();
        person.writeAddress();
        person.link("Acceso de programas").click();
        Program program = person.givesAccess("Nómina");
        String path = program.asksForAuthorization();
        person.button("Salir").click();
        page.navigate("http://" + Chromium.CONSOLE_NAME + ":" + person.port() + path);
        person.button("Continuar a Gmail").click();
        assertThat(page.locator("h1")).hasText("Autenticar desde otra computadora");
        assertThat(person.button("Salir")).hasCount(0);
        PageCheck.check(page);

        String copied = person.allowsElsewhere();
        person.field("Dirección copiada").fill(copied);
        person.button("Terminar").click();

        assertThat(page.locator(".good")).containsText(Person.MAILBOX + " quedó autorizado");
    }
}

package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.net.URI;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.valija.server.database.SqliteFiles;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.Database;

/** An administrator asks, the mail arrives, and its reader authorises in a browser that never entered the console. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class AuthorizeByLinkTest {

    private static final String LUCIAS = "lucia.ramos@bajio.example";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LINK =
            Pattern.compile("https://" + Chromium.CONSOLE_NAME + "(/autorizar/[A-Za-z0-9_-]{43})");

    @Test
    void fromTheQuestionToTheConnectedAccountOnce(Person person) {
        prepare(person);
        asks(person);
        assertThat(person.page().getByRole(AriaRole.STATUS))
                .containsText("El enlace para autorizar " + LUCIAS + " va en camino a " + LUCIAS);
        String link = person.address() + link(person, 1, LUCIAS);
        try (BrowserContext elsewhere = person.another()) {
            Page owner = elsewhere.newPage();
            owner.navigate(link);
            assertThat(owner.locator("#consentimiento")).containsText("permiso para enviar correo desde " + LUCIAS);
            assertThat(owner.locator("nav")).hasCount(0);
            button(owner, "Continuar a Gmail").click();
            button(owner, "Permitir").click();
            assertThat(owner.locator(".good")).containsText(LUCIAS + " quedó autorizado");
            owner.navigate(link);
            assertThat(owner.locator(".good")).containsText(LUCIAS + " quedó autorizado");
            assertThat(owner.locator("#autenticar")).hasCount(0);
            owner.navigate(person.address() + "/cuentas");
            assertThat(owner.getByLabel("Clave de acceso")).isVisible();
        }
        person.open("/cuentas");
        assertThat(row(person, LUCIAS)).containsText("Conectado");
        person.page().locator("nav a[href='/autorizaciones']").click();
        assertThat(person.page().locator("#solicitudes")).containsText("Autorizado");
    }

    @Test
    void anExpiredLinkLeadsNowhere(Person person) {
        prepare(person);
        asks(person);
        String link = person.address() + link(person, 1, LUCIAS);
        expireLinks(person);
        try (BrowserContext elsewhere = person.another()) {
            Page owner = elsewhere.newPage();
            owner.navigate(link);
            assertThat(owner.locator("#consentimiento")).containsText("Este enlace ya venció");
            assertThat(owner.locator("#autenticar")).hasCount(0);
        }
        person.link("Autorizaciones").click();
        assertThat(person.page().locator("#solicitudes")).containsText("Venció");
    }

    /** The permission ends, its owner hears by mail from another account, and what waited leaves by the mail's link. */
    @Test
    void whatIsHeldLeavesWhenItsOwnerAuthorisesAgain(Person person) {
        prepare(person);
        person.open("/usuarios/LUCIA");
        person.tick();
        person.button("Autenticar").click();
        person.allow();
        Office office = Office.at(person);
        person.simulator().google().expireAccessTokens();
        person.simulator().google().revokeGrantsOf(LUCIAS);
        office.sends(2, "Constancia de retenciones 91778");
        office.awaitsHold();
        String link = person.address() + link(person, 2, LUCIAS);
        person.open("/cuentas");
        assertThat(person.page().locator(".banner")).containsText(LUCIAS + " requiere autenticarse");
        try (BrowserContext elsewhere = person.another()) {
            Page owner = elsewhere.newPage();
            owner.navigate(link);
            assertThat(owner.locator("#consentimiento")).containsText("Hay un correo esperando");
            button(owner, "Continuar a Gmail").click();
            button(owner, "Permitir").click();
            assertThat(owner.locator(".good")).containsText(LUCIAS + " quedó autorizado");
        }
        List<ReceivedMessage> all = person.simulator().inbox().await(3, PATIENCE);
        assertThat(all.get(2).envelope().recipients()).containsExactly(Person.RECIPIENT);
        person.open("/cuentas");
        assertThat(person.page().locator(".banner")).hasCount(0);
    }

    /** The system mailbox is chosen, and LUCIA is registered. */
    private static void prepare(Person person) {
        person.connect();
        person.choosesSystemMailbox();
        person.link("Usuarios").click();
        person.link("Nuevo usuario").click();
        person.field("Código").fill("LUCIA");
        person.field("Nombre").fill("Lucía Ramos");
        person.field("Correo de recuperación").fill(LUCIAS);
        person.button("Guardar").click();
        assertThat(person.page().locator("#clave-nueva")).isVisible();
    }

    private static void asks(Person person) {
        person.link("Autorizaciones").click();
        person.link("Pedir autorización").click();
        person.field("Usuario que envía con la cuenta")
                .selectOption(new SelectOption().setLabel("LUCIA · Lucía Ramos"));
        person.field("Correo que se autoriza").fill(LUCIAS);
        person.field("Se envía a").fill(LUCIAS);
        person.button("Pedir autorización").click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator row(Person person, String address) {
        return person.page().locator("tr", new Page.LocatorOptions().setHasText(address));
    }

    /** The path of the link in the mail to that address, among so many mails. */
    private static String link(Person person, int mails, String address) {
        ReceivedMessage mail = person.simulator().inbox().await(mails, PATIENCE).stream()
                .filter(message -> message.envelope().recipients().contains(address))
                .findFirst()
                .orElseThrow();
        String text = mail.mime().readablePart().orElseThrow().text();
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return URI.create(link.group()).getPath();
    }

    private static void expireLinks(Person person) {
        Database.of(SqliteFiles.open(person.folder().resolve("valija.db"))).inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE consent_link SET expires_at = '2026-01-01T00:00:00.000Z'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}

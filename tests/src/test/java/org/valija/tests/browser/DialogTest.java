package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.valija.simulator.inbox.ReceivedMessage;

/** The send dialog and the account's buttons: what is kept, what asks first, and the keyboard alone. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class DialogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_TABS = 60;

    @Test
    void authenticatingInsideKeepsTheUnsentMail(Person person) {
        person.enter();
        person.registerClient();
        person.link("Nuevo envío").click();
        assertThat(person.page().locator("#enviar")).isDisabled();
        assertThat(person.page().locator("#apagada")).containsText("Con la opción apagada no se puede enviar");
        person.option().check();
        assertThat(person.page().locator("#apagada")).isHidden();
        person.field("De").fill(Person.MAILBOX);
        person.write("Sin terminar");
        person.page().getByText("Cc, Cco y Responder a").click();
        person.field("Cco").fill("archivo@bajio.example");
        person.field("Enviarme copia").check();
        person.choose(Documents.pdf(), Documents.xml());
        person.button("Autenticar").click();
        person.allow();

        person.isAtDraft();
        assertThat(person.page().locator("#estado")).hasText("Conectado");
        assertThat(person.field("De")).hasValue(Person.MAILBOX);
        assertThat(person.field("Para")).hasValue("Ana Álvarez <" + Person.RECIPIENT + ">");
        assertThat(person.field("Cco")).hasValue("archivo@bajio.example");
        assertThat(person.field("Asunto")).hasValue("Sin terminar");
        assertThat(person.field("Cuerpo")).hasValue(Person.TEXT);
        assertThat(person.field("Enviarme copia")).isChecked();
        assertThat(person.page().locator("#adjuntos li")).hasCount(2);

        person.button("Enviar").click();
        person.seesSent();
        ReceivedMessage arrived = person.simulator().inbox().await(1, PATIENCE).getFirst();
        assertThat(arrived.envelope().recipients())
                .containsExactlyInAnyOrder(Person.RECIPIENT, "archivo@bajio.example", Person.MAILBOX);
    }

    @Test
    void refusingInsideKeepsTheUnsentMail(Person person) {
        person.enter();
        person.registerClient();
        person.link("Nuevo envío").click();
        person.option().check();
        person.field("De").fill(Person.MAILBOX);
        person.write("Sin permiso");
        person.choose(Documents.pdf());
        person.button("Autenticar").click();
        person.button("Rechazar").click();

        person.isAtDraft();
        assertThat(person.page().locator(".say")).containsText("No se dio el permiso");
        assertThat(person.field("Asunto")).hasValue("Sin permiso");
        assertThat(person.page().locator("#adjuntos li")).hasCount(1);
    }

    @Test
    void optionOffDisablesSendingAndSaysWhy(Person person) {
        person.connect();
        person.link("Nuevo envío").click();
        assertThat(person.button("Enviar")).isEnabled();
        person.option().uncheck();
        assertThat(person.button("Enviar")).isDisabled();
        assertThat(person.button("Autenticar")).isDisabled();
        assertThat(person.page().locator("#apagada")).containsText("Gmail y Outlook ya no aceptan");
        person.option().check();
        assertThat(person.button("Enviar")).isEnabled();
        assertThat(person.page().locator("#apagada")).isHidden();
    }

    @Test
    void enterInAFieldSavesAndDoesNotSend(Person person) {
        person.connect();
        person.link("Nuevo envío").click();
        person.write("Todavía no");
        person.field("Asunto").press("Enter");
        assertThat(person.page().getByText("Borrador guardado")).isVisible();
        assertThat(person.field("Asunto")).hasValue("Todavía no");
        assertThat(person.simulator().inbox().messages()).isEmpty();
    }

    @Test
    void theSummaryOfErrorsHasTheFocusAndLeadsToTheFields(Person person) {
        person.connect();
        person.link("Nuevo envío").click();
        person.field("Asunto").fill("Sin destinatario");
        person.button("Enviar").click();
        Locator summary = person.page().locator("#resumen");
        assertThat(summary).isFocused();
        summary.getByRole(AriaRole.LINK).first().click();
        assertThat(person.field("Para")).isFocused();
        assertThat(person.field("Para")).hasAttribute("aria-invalid", "true");
        assertThat(person.field("Asunto")).hasValue("Sin destinatario");
    }

    @Test
    void triesAndDisconnects(Person person) {
        person.connect();
        person.button("Probar").click();
        assertThat(person.page().getByText("La prueba salió bien")).isVisible();
        assertThat(person.simulator().inbox().await(1, PATIENCE)).hasSize(1);

        Locator question = person.page().getByText("¿Desconectar " + Person.MAILBOX + "?");
        person.page().locator("details.confirm > summary").click();
        assertThat(question).isVisible();
        person.page().keyboard().press("Escape");
        assertThat(question).isHidden();
        assertThat(person.account()).containsText("Conectado");

        person.page().locator("details.confirm > summary").click();
        person.page().locator("details.confirm button").click();
        assertThat(person.account()).containsText("Desconectado");
        assertThat(person.page().getByText("Google ya retiró el permiso")).isVisible();
        assertThat(person.simulator().google().revocations()).isEqualTo(1);
        assertThat(person.option()).isChecked();
    }

    @Test
    void theKeyboardAloneSuffices(Person person) {
        Page page = person.page();
        person.open("/");
        assertThat(person.field("Código de usuario")).isFocused();
        page.keyboard().type("SUPERVISOR");
        tabTo(page, "#clave");
        page.keyboard().type(person.key());
        page.keyboard().press("Enter");
        assertThat(person.link("Cliente OAuth")).isVisible();

        follow(page, "a[href='/sistema/cliente-oauth']");
        tabTo(page, "#clientId");
        page.keyboard().type("demo-client.apps.simulator.test");
        tabTo(page, "#secret");
        page.keyboard().type("demo-secret");
        page.keyboard().press("Enter");
        assertThat(page.getByText("Cliente OAuth guardado")).isVisible();

        follow(page, "nav a[href='/usuarios']");
        tabTo(page, "#recoveryEmail");
        page.keyboard().type(Person.MAILBOX);
        page.keyboard().press("Enter");
        assertThat(page.getByText("Se guardaron los datos")).isVisible();
        tabTo(page, "#oauth");
        page.waitForResponse(
                response -> response.url().endsWith("/opcion"),
                () -> page.keyboard().press("Space"));
        tabTo(page, "#autenticar-boton");
        page.keyboard().press("Space");
        assertThat(page.locator("form#consent")).isVisible();
        tabTo(page, "button[value=allow]");
        page.keyboard().press("Enter");
        assertThat(person.account()).containsText("Conectado");

        follow(page, "a[href='/envios/nuevo']");
        tabTo(page, "#to");
        page.keyboard().type(Person.RECIPIENT);
        tabTo(page, "#subject");
        page.keyboard().type("Sin ratón");
        tabTo(page, "#body");
        page.keyboard().type("Hola");
        tabTo(page, "#files");
        FileChooser chooser = page.waitForFileChooser(() -> page.keyboard().press("Space"));
        chooser.setFiles(Documents.pdf());
        tabTo(page, "#enviar");
        page.keyboard().press("Enter");
        person.seesSent();
        assertThat(person.simulator().inbox().await(1, PATIENCE)).hasSize(1);
    }

    private static void follow(Page page, String link) {
        tabTo(page, link);
        Object target = page.evaluate("() => document.activeElement.pathname");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*" + target + ".*"));
    }

    /** Goes on with Tab until the element has the focus; every stop on the way must be seen. */
    private static void tabTo(Page page, String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            // The address bar has a turn between the last element and the first.
            if ((boolean) page.evaluate("() => document.activeElement === document.body")) {
                continue;
            }
            PageCheck.assertFocusSeen(page);
            if ((boolean) page.evaluate("s => document.activeElement.matches(s)", selector)) {
                return;
            }
        }
        throw new AssertionError("Tab does not reach " + selector + "; the focus is at " + PageCheck.focused(page));
    }
}

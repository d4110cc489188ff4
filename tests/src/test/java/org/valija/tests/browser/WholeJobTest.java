package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.valija.simulator.inbox.Envelope;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;

/** From the first entry to a document that arrived, as a person does it. */
@Tag("browser")
@ExtendWith(PersonExtension.class)
class WholeJobTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void optionIsOffAtFirstAndIsRemembered(Person person) {
        person.enter();
        person.registerClient();
        person.writeAddress();
        assertThat(person.option()).not().isChecked();
        assertThat(person.button("Autenticar")).isDisabled();

        person.tick();
        assertThat(person.button("Autenticar")).isEnabled();

        person.page().reload();
        assertThat(person.option()).isChecked();
        assertThat(person.button("Autenticar")).isEnabled();

        person.page()
                .waitForResponse(
                        response -> response.url().endsWith("/opcion"),
                        () -> person.option().uncheck());
        assertThat(person.button("Autenticar")).isDisabled();
        person.page().reload();
        assertThat(person.option()).not().isChecked();
    }

    @Test
    void authenticatesAndSendsPdfAndXml(Person person) {
        person.connect();
        assertThat(person.account()).containsText(Person.MAILBOX);
        assertThat(person.page().getByText("quedó autenticado")).isVisible();

        person.slowGmail(Duration.ofSeconds(2));
        person.send("Constancia de retenciones 2025", Documents.pdf(), Documents.xml());
        assertThat(person.page().locator("ol.progress .now")).isVisible();
        person.seesSent();

        assertArrived(person, 1, "Constancia de retenciones 2025", Envelope.Way.GMAIL_API);
    }

    @Test
    void smtpIsChosenAndAnAccountMayGoBackToTheApi(Person person) {
        person.enter();
        person.registerClient();
        assertThat(person.field("API de Gmail (recomendada)")).isChecked();
        assertThat(person.page().locator("ol.steps")).containsText("gmail.send");
        person.field("SMTP").check();
        person.button("Guardar").click();
        assertThat(person.field("SMTP")).isChecked();
        assertThat(person.page().locator("ol.steps")).containsText("https://mail.google.com/");

        person.writeAddress();
        person.tick();
        person.button("Autenticar").click();
        person.allow();
        assertThat(person.account().locator(".transport")).hasText("SMTP");
        person.simulator().smtp().stallOn("DATA", Duration.ofSeconds(1), 1);
        person.send("Por SMTP", Documents.pdf(), Documents.xml());
        person.seesSent();
        assertArrived(person, 1, "Por SMTP", Envelope.Way.SMTP);

        person.link("Usuarios").click();
        person.button("Enviar por API de Gmail").click();
        assertThat(person.account().locator(".transport")).hasText("API de Gmail");
        person.send("Por la API", Documents.pdf(), Documents.xml());
        person.seesSent();
        assertArrived(person, 2, "Por la API", Envelope.Way.GMAIL_API);
    }

    @Test
    void refusingAtGoogleSaysWhatToDo(Person person) {
        person.enter();
        person.registerClient();
        person.writeAddress();
        person.tick();
        person.button("Autenticar").click();
        person.button("Rechazar").click();

        assertThat(person.page().locator(".say")).containsText("No se dio el permiso");
        assertThat(person.account()).hasCount(0);
        assertThat(person.button("Autenticar")).isEnabled();
    }

    @Test
    void expiredPermissionNeedsNobody(Person person) {
        person.connect();
        person.simulator().google().expireAccessTokens();

        person.send("Después de una hora", Documents.pdf(), Documents.xml());

        person.seesSent();
        assertArrived(person, 1, "Después de una hora", Envelope.Way.GMAIL_API);
    }

    @Test
    void revokedPermissionIsMendedInsideTheDialog(Person person) {
        person.connect();
        person.simulator().google().expireAccessTokens();
        person.simulator().google().revokeGrantsOf(Person.MAILBOX);

        person.send("Tras quitar el permiso", Documents.pdf(), Documents.xml());
        Locator failure = person.page().locator("#fallo");
        assertThat(failure).containsText("Presiona Autenticar y elige " + Person.MAILBOX);
        assertThat(failure).containsText("No se perdió nada");
        assertThat(person.page().getByRole(AriaRole.ALERT)).hasCount(1);
        Locator waits = person.page().locator("#espera");
        assertThat(waits.locator("#estado-correo")).hasText("En espera");
        assertThat(waits).containsText("Tras quitar el permiso");
        assertThat(waits.locator("#adjuntos-en-espera")).containsText(Documents.pdf().name);
        assertThat(person.simulator().inbox().messages()).isEmpty();

        String draft = person.page().url();
        person.button("Autenticar").click();
        person.allow();
        assertThat(person.page()).hasURL(draft);
        person.seesSent();
        assertArrived(person, 1, "Tras quitar el permiso", Envelope.Way.GMAIL_API);
    }

    @Test
    void whatHasNotLeftIsTakenBackWithEverythingThatWasTyped(Person person) {
        person.connect();
        person.link("Bandeja de salida").click();
        person.button("Pausar " + Person.MAILBOX).click();
        person.send("Con un error", Documents.pdf(), Documents.xml());
        assertThat(person.page().locator("#fallo")).containsText("está en pausa");

        person.button("Retirar y editar").click();
        assertThat(person.page().getByText("El correo se retiró")).isVisible();
        seesDraft(person, "Con un error");
        person.field("Asunto").fill("Sin error");
        person.button("Enviar").click();
        // The page follows what somebody does elsewhere.
        assertThat(person.page().locator("#fallo")).containsText("está en pausa");
        person.button("Reanudar " + Person.MAILBOX).click();
        person.seesSent();
        assertArrived(person, 1, "Sin error", Envelope.Way.GMAIL_API);
    }

    @Test
    void revokedAccountSaysSoInTheCatalogue(Person person) {
        person.connect();
        person.simulator().google().expireAccessTokens();
        person.simulator().google().revokeGrantsOf(Person.MAILBOX);
        person.button("Probar").click();

        assertThat(person.account()).containsText("Requiere autenticarse");
        person.openAccounts();
        assertThat(person.page().locator("table")).containsText("Requiere autenticarse");

        person.link("Usuarios").click();
        person.button("Autenticar").click();
        person.allow();
        assertThat(person.account()).hasCount(1);
        assertThat(person.account()).containsText("Conectado");
    }

    @Test
    void fromAnotherComputerTheAddressIsPasted(Person person) {
        person.enterAt("http://" + Chromium.CONSOLE_NAME + ":" + person.port());
        person.registerClient();
        person.writeAddress();
        person.tick();
        person.button("Autenticar").click();
        assertThat(person.page().locator("h1")).hasText("Autenticar desde otra computadora");

        String copied = person.allowsElsewhere();
        person.field("Dirección copiada").fill(copied);
        person.button("Terminar").click();

        assertThat(person.account()).containsText("Conectado");
    }

    private static void seesDraft(Person person, String subject) {
        assertThat(person.field("Para")).hasValue("Ana Álvarez <" + Person.RECIPIENT + ">");
        assertThat(person.field("Asunto")).hasValue(subject);
        assertThat(person.field("Cuerpo")).hasValue(Person.TEXT);
        assertThat(person.field("Firma")).hasValue("Juan Pérez\nComercial del Bajío");
        assertThat(person.page().locator("#adjuntos li")).hasCount(2);
    }

    private static void assertArrived(Person person, int count, String subject, Envelope.Way way) {
        List<ReceivedMessage> messages = person.simulator().inbox().await(count, PATIENCE);
        assertThat(messages).hasSize(count);
        ReceivedMessage message = messages.get(count - 1);
        assertThat(message.mime().header("Subject")).hasValue(subject);
        assertThat(message.envelope().way()).isEqualTo(way);
        assertThat(message.envelope().recipients()).containsExactly(Person.RECIPIENT);
        assertThat(message.envelope().authenticatedUser()).hasValue(Person.MAILBOX);
        List<MimePart> attachments =
                message.mime().leaves().stream().filter(MimePart::isAttachment).toList();
        assertThat(attachments).hasSize(2);
        assertSame(attachments.get(0), Documents.pdf());
        assertSame(attachments.get(1), Documents.xml());
    }

    private static void assertSame(MimePart part, FilePayload file) {
        assertThat(part.fileName()).hasValue(file.name);
        assertThat(part.contentType()).isEqualTo(file.mimeType);
        assertThat(part.content()).isEqualTo(file.buffer);
    }
}

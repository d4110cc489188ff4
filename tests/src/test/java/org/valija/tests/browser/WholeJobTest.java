package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.valija.tests.browser.Console.MAILBOX;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.valija.simulator.inbox.MimePart;
import org.valija.simulator.inbox.ReceivedMessage;

/** The main job, done as a person does it. */
@Tag("browser")
@SuppressWarnings("NullAway.Init")
class WholeJobTest {

    private static final byte[] PDF = pdf();
    private static final byte[] XML =
            "<?xml version=\"1.0\"?>\n<r nombre='ÁLVAREZ'/>\n.\n".getBytes(StandardCharsets.UTF_8);

    private Console console;
    private Page page;

    @BeforeEach
    void start() {
        console = new Console();
        page = console.page;
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void aUserPressesAutenticarAndADocumentLeavesByOAuth() {
        console.open("/entrar");
        console.picture("entrar");
        console.enter();
        console.registerClient();
        console.picture("cliente-oauth");
        console.writeAddress();

        Locator option = page.locator("#oauth");
        Locator button = page.locator("#autenticar-boton");
        assertThat(option).not().isChecked();
        assertThat(button).isDisabled();
        console.picture("catalogo-usuarios");
        option.check();
        assertThat(button).isEnabled();
        button.click();
        assertThat(page.locator("#consent")).isVisible();
        console.picture("consentimiento");
        console.consent();

        assertThat(page.locator(".account .address")).hasText(MAILBOX);
        assertThat(page.locator(".account .pill")).hasText("Conectado");
        assertThat(option).isChecked();
        console.picture("catalogo-conectado");
        console.open("/cuentas");
        console.picture("cuentas");

        write("Constancia de retenciones 2025");
        page.locator("#files").setInputFiles(files());
        console.picture("entrega");
        console.simulator.smtp().stallOn("DATA", Duration.ofSeconds(2), 1);
        page.locator("#enviar").click();
        assertThat(page.locator("ol.progress")).isVisible();
        console.picture("entrega-enviando");
        assertThat(page.locator("#enviado")).isVisible();
        console.picture("entrega-enviada");
        arrived(1);
        page.navigate(console.simulator.httpUri().resolve("/bandeja").toString());
        console.picture("bandeja-simulador");

        console.simulator.google().expireAccessTokens();
        send("Con el permiso vencido");
        assertThat(page.locator("#enviado")).isVisible();
        arrived(2);
    }

    @Test
    void aRevokedPermissionIsSaidAtOnceAndAutenticarInTheDialogSendsTheSameDraft() {
        connect();
        console.simulator.google().revokeGrantsOf(MAILBOX);

        send("Retención 91778");

        assertThat(page.locator("#fallo")).containsText("El proveedor retiró el permiso de esta cuenta");
        assertThat(page.locator("#fallo")).containsText("No se perdió nada");
        assertThat(page.locator("#estado")).hasText("Requiere autenticarse");
        assertThat(page.locator("#subject")).hasValue("Retención 91778");
        assertThat(page.locator("ul.files li")).hasCount(2);
        console.picture("requiere-autenticarse");

        page.locator("#autenticar").click();
        console.consent();

        assertThat(page.locator("#estado")).hasText("Conectado");
        assertThat(page.locator("#fallo")).isHidden();
        assertThat(page.locator("#subject")).hasValue("Retención 91778");
        assertThat(page.locator("ul.files li")).hasCount(2);
        page.locator("#enviar").click();
        assertThat(page.locator("#enviado")).isVisible();
        arrived(1);
    }

    @Test
    void authenticatingInsideTheDialogKeepsWhatWasWritten() {
        console.enter();
        console.registerClient();
        console.open("/envios/nuevo");
        assertThat(page.locator("#apagada")).isVisible();
        assertThat(page.locator("#enviar")).isDisabled();

        page.locator("#oauth").check();
        assertThat(page.locator("#apagada")).isHidden();
        page.locator("#from").fill(MAILBOX);
        page.locator("#to").fill("ana@cliente.example; luis@cliente.example");
        page.locator("#subject").fill("Antes de autenticar");
        page.locator("#body").fill("Primera línea\nSegunda línea");
        page.locator("#files").setInputFiles(files());
        page.locator("#autenticar").click();
        console.consent();

        assertThat(page.locator("#estado")).hasText("Conectado");
        assertThat(page.locator("#to")).hasValue("ana@cliente.example; luis@cliente.example");
        assertThat(page.locator("#body")).hasValue("Primera línea\nSegunda línea");
        page.locator("#enviar").click();
        assertThat(page.locator("#enviado")).isVisible();
        arrived(1);
    }

    @Test
    void whatIsMissingIsSaidUnderItsFieldAndAtTheTop() {
        connect();
        console.open("/envios/nuevo");
        page.locator("#to").fill("ana en cliente.example");
        page.locator("#enviar").click();

        assertThat(page.locator("#resumen")).isFocused();
        assertThat(page.locator("#to-error")).containsText("esta dirección no es válida");
        assertThat(page.locator("#subject-error")).hasText("Escribe el asunto");
        assertThat(page.locator("#to")).hasValue("ana en cliente.example");
    }

    @Test
    void disconnectingAsksFirstAndEscapeClosesTheQuestion() {
        connect();
        console.open("/usuarios");
        page.locator(".confirm summary").click();
        assertThat(page.locator(".confirm button.danger")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator(".confirm button.danger")).isHidden();

        page.locator(".confirm summary").click();
        page.locator(".confirm button.danger").click();

        assertThat(page.locator(".account .pill")).hasText("Desconectado");
        assertThat(page.locator(".good")).containsText("Se desconectó " + MAILBOX);
        assertThat(console.simulator.google().revocations()).isEqualTo(1);
    }

    @Test
    void noPageScrollsSidewaysOnAPhoneOrAtDoubleSize() {
        connect();
        for (int[] size : new int[][] {{390, 844}, {683, 384}}) {
            page.setViewportSize(size[0], size[1]);
            for (String path : List.of("/cuentas", "/usuarios", "/envios/nuevo", "/sistema/cliente-oauth", "/clave")) {
                console.open(path);
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                        .as(path + " at " + size[0])
                        .isLessThanOrEqualTo(0);
            }
        }
    }

    private void connect() {
        console.enter();
        console.registerClient();
        console.writeAddress();
        page.locator("#oauth").check();
        page.locator("#autenticar-boton").click();
        console.consent();
        assertThat(page.locator(".account .pill")).hasText("Conectado");
    }

    private void write(String subject) {
        console.open("/envios/nuevo");
        assertThat(page.locator("#from")).hasValue(MAILBOX);
        page.locator("#to").fill("Ana Álvarez <ana.alvarez@cliente.example>");
        page.locator("#subject").fill(subject);
        page.locator("#body").fill("Hola, Ana:\n\nTe envío tu constancia de retenciones de 2025 en PDF y XML.");
        page.locator("#signature").fill("Juan Pérez\nTesorería, Comercial del Bajío");
    }

    private void send(String subject) {
        write(subject);
        page.locator("#files").setInputFiles(files());
        page.locator("#enviar").click();
    }

    private void arrived(int count) {
        ReceivedMessage message =
                console.simulator.inbox().await(count, Duration.ofSeconds(10)).get(count - 1);
        List<MimePart> files =
                message.mime().leaves().stream().filter(MimePart::isAttachment).toList();
        assertThat(files).hasSize(2);
        assertThat(files.get(0).fileName()).contains("retención 91778.pdf");
        assertThat(files.get(0).content()).isEqualTo(PDF);
        assertThat(files.get(1).fileName()).contains("retención 91778.xml");
        assertThat(files.get(1).content()).isEqualTo(XML);
    }

    private static FilePayload[] files() {
        return new FilePayload[] {
            new FilePayload("retención 91778.pdf", "application/pdf", PDF),
            new FilePayload("retención 91778.xml", "text/xml", XML)
        };
    }

    private static byte[] pdf() {
        byte[] octets = new byte[180_000];
        new Random(7).nextBytes(octets);
        System.arraycopy("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), 0, octets, 0, 9);
        return octets;
    }
}

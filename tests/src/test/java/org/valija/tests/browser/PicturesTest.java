package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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

    private static final Path FOLDER = Path.of("..", "docs", "images");

    @Test
    void theWholeJob(Person person) {
        Page page = person.page();
        person.open("/");
        take(page, "entrar");
        person.enter();
        person.registerClient();
        takeWhole(page, "cliente-oauth");
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
        person.simulator().smtp().stallOn("DATA", Duration.ofSeconds(4), 1);
        person.button("Enviar").click();
        assertThat(page.locator("ol.progress .now")).containsText("Anunciando");
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
        takeWhole(page, "requiere-autenticarse");
        person.link("Cuentas").click();
        take(page, "cuentas");

        page.navigate(person.simulator().httpUri() + "/bandeja");
        page.getByText("Constancia de retenciones 2025").click();
        takeWhole(page, "bandeja-simulador");
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

    private static void take(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
    }

    private static void takeWhole(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(FOLDER.resolve(name + ".png"))
                .setFullPage(true));
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

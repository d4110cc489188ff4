package org.valija.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.valija.server.cli.Service;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;

/** The service, the simulator, and a Chromium at 1366×768 that a person of Mexico uses. */
final class Console implements AutoCloseable {

    static final String MAILBOX = "juan.perez@bajio.example";

    final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    final Service service;
    final Page page;
    private final Playwright playwright;
    private final Browser browser;

    Console() {
        service = Service.start(properties(simulator));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(chromium()))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        page = newPerson();
    }

    /** Another browser profile: no cookie of the first. */
    Page newPerson() {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(1366, 768).setLocale("es-MX"));
        Page opened = context.newPage();
        opened.setDefaultTimeout(15_000);
        return opened;
    }

    String address(String path) {
        return service.address() + path;
    }

    void open(String path) {
        page.navigate(address(path));
    }

    void enter() {
        open("/entrar");
        page.getByLabel("Código de usuario").fill("supervisor");
        page.getByLabel("Clave de acceso")
                .fill(service.firstStart().supervisorKey().orElseThrow());
        page.locator("#entrada button").click();
    }

    void registerClient() {
        open("/sistema/cliente-oauth");
        page.locator("#clientId").fill(SimulatedGoogle.DEMO_CLIENT.id());
        page.locator("#secret").fill(SimulatedGoogle.DEMO_CLIENT.secret());
        page.locator("#cliente button.primary").click();
        page.waitForSelector(".good");
    }

    void writeAddress() {
        open("/usuarios");
        page.getByLabel("Nombre").fill("Juan Pérez");
        page.getByLabel("Correo de recuperación").fill(MAILBOX);
        page.locator("#registro button.primary").click();
        page.waitForSelector(".good");
    }

    void consent() {
        page.locator("#consent button[value=allow]").click();
    }

    /** Keeps a picture for the documentation, where pictures are asked for. */
    void picture(String name) {
        Optional.ofNullable(System.getenv("VALIJA_PICTURES"))
                .ifPresent(folder ->
                        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png"))));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        service.close();
        simulator.close();
    }

    private static String chromium() {
        String program = System.getenv("VALIJA_CHROMIUM");
        if (program == null || program.isBlank()) {
            throw new IllegalStateException("VALIJA_CHROMIUM does not name a Chromium; run ./valija test --browser");
        }
        return program;
    }

    private static Map<String, Object> properties(Simulator simulator) {
        URI google = simulator.httpUri();
        Map<String, Object> properties = new HashMap<>();
        properties.put("valija.data", folder());
        properties.put("valija.demo", true);
        properties.put("valija.company", "Comercial del Bajío, S.A. de C.V.");
        properties.put("server.port", 0);
        properties.put("valija.trusted-certificates[0]", simulator.caCertificateFile());
        properties.put("valija.providers[0].id", 1);
        properties.put("valija.providers[0].issuer", google);
        properties.put("valija.providers[0].authorization-endpoint", google.resolve("/o/oauth2/v2/auth"));
        properties.put("valija.providers[0].token-endpoint", google.resolve("/token"));
        properties.put("valija.providers[0].revocation-endpoint", google.resolve("/revoke"));
        properties.put("valija.providers[0].user-info-endpoint", google.resolve("/v1/userinfo"));
        properties.put("valija.providers[0].smtp.host", "localhost");
        properties.put("valija.providers[0].smtp.port", simulator.smtpsPort());
        properties.put("valija.providers[0].smtp.tls", "implicit");
        return properties;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("valija-browser");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

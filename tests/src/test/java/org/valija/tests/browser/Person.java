package org.valija.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.valija.simulator.Simulator;
import org.valija.simulator.google.FailurePlan;

/** Somebody at the browser, who sees 1366 by 768 points and reads Spanish of Mexico. */
final class Person implements AutoCloseable {

    static final String MAILBOX = "juan.perez@bajio.example";
    static final String RECIPIENT = "ana.alvarez@cliente.example";

    static final String TEXT = "Hola, Ana:\n\nTe envío tu constancia de retenciones en PDF y XML.";

    private final Installation installation;
    private final BrowserContext context;
    private final Page page;

    Person(Installation installation, Browser browser) {
        this.installation = installation;
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1366, 768)
                .setLocale("es-MX")
                .setTimezoneId("America/Mexico_City")
                .setIgnoreHTTPSErrors(installation.service().certificate().isOn()));
        context.setDefaultTimeout(15_000);
        this.page = context.newPage();
    }

    Page page() {
        return page;
    }

    Simulator simulator() {
        return installation.simulator();
    }

    /** Lets Gmail take its time over the next mail. */
    void slowGmail(Duration time) {
        simulator().google().fail(FailurePlan.slow(time).atGmail());
    }

    String key() {
        return installation.key();
    }

    String address() {
        return installation.service().address();
    }

    int port() {
        return installation.service().port();
    }

    void open(String path) {
        page.navigate(address() + path);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** By the navigation, where the name of the entry tells how many accounts need somebody. */
    void openAccounts() {
        page.locator("nav a[href='/cuentas']").click();
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator option() {
        return field("Autenticar con OAuth (Gmail)");
    }

    void enter() {
        enterAt(address());
    }

    void enterAt(String console) {
        page.navigate(console + "/");
        field("Código de usuario").fill("SUPERVISOR");
        field("Clave de acceso").fill(key());
        button("Entrar").click();
        assertThat(link("Usuarios")).isVisible();
    }

    void registerClient() {
        link("Cliente OAuth").click();
        field("Id de cliente").fill("demo-client.apps.simulator.test");
        field("Secreto del cliente").fill("demo-secret");
        button("Guardar").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Cliente OAuth guardado");
    }

    void writeAddress() {
        link("Usuarios").click();
        field("Nombre").fill("Juan Pérez");
        field("Correo de recuperación").fill(MAILBOX);
        button("Guardar").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Se guardaron los datos");
    }

    /** Ticks the option in the catalogue and waits until the console has noted it. */
    void tick() {
        page.waitForResponse(response -> response.url().endsWith("/opcion"), () -> option().check());
    }

    /** Everything up to the connected account, from the first entry on. */
    void connect() {
        enter();
        registerClient();
        writeAddress();
        tick();
        button("Autenticar").click();
        allow();
        assertThat(account()).containsText("Conectado");
    }

    /** Registers somebody else and has that mailbox connected. */
    void another(String code, String name, String mailbox) {
        link("Usuarios").click();
        link("Nuevo usuario").click();
        field("Código").fill(code);
        field("Nombre").fill(name);
        field("Correo de recuperación").fill(mailbox);
        button("Guardar").click();
        assertThat(page.locator("#clave-nueva")).isVisible();
        open("/usuarios/" + code);
        tick();
        button("Autenticar").click();
        allow();
        assertThat(account()).containsText("Conectado");
    }

    /** At <em>Acceso de programas</em>: everything allowed, for any user. */
    Program givesAccess(String name) {
        field("Nombre del programa").fill(name);
        field("Actúa por").selectOption(new SelectOption().setLabel("Cualquier usuario"));
        Locator boxes = page.locator("#acceso input[name=scopes]");
        for (int i = 0; i < boxes.count(); i++) {
            boxes.nth(i).check();
        }
        button("Crear acceso").click();
        assertThat(page.locator("#clave-acceso")).containsText("vlj_");
        return new Program(this, page.locator("#clave-acceso").innerText());
    }

    /** The administrator has the links for forgotten keys sent from the only account. */
    void choosesSystemMailbox() {
        page.locator("nav a[href='/sistema/buzon']").click();
        field("Cuenta que envía").selectOption("1");
        button("Guardar").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Los enlaces salen ahora de " + MAILBOX);
    }

    /** A browser of somebody else, or of the same person at another computer. */
    BrowserContext another() {
        BrowserContext other = context.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(1366, 768)
                        .setLocale("es-MX"));
        other.setDefaultTimeout(15_000);
        return other;
    }

    /** The same person before another installation, with a certificate of its own making. */
    Person behindTls() {
        return new Person(Installation.start(Map.of("valija.tls.generate", true)), context.browser());
    }

    Path folder() {
        return installation.folder();
    }

    /** At Google's page. */
    void allow() {
        assertThat(page.locator("form#consent")).isVisible();
        button("Permitir").click();
        assertThat(link("Salir").or(button("Salir"))).isVisible();
    }

    Locator account() {
        return page.locator("article.account");
    }

    /** Makes a profile that permits these, each as {@code FUNCTION.OPERATION}. */
    void makesProfile(String code, String name, String... permissions) {
        open("/perfiles/nuevo");
        field("Código").fill(code);
        field("Nombre").fill(name);
        for (String permission : permissions) {
            page.locator("input[name=permiso][value='" + permission + "']").check();
        }
        button("Guardar").click();
        assertThat(page.locator(".good")).containsText("Se guardó el perfil");
    }

    /** Registers a user of that profile; gives the key. */
    String registers(String code, String profile) {
        open("/usuarios/nuevo");
        field("Código").fill(code);
        field("Perfil").selectOption(new SelectOption().setLabel(profile));
        button("Guardar").click();
        assertThat(page.locator("#clave-nueva")).isVisible();
        return page.locator("#clave-nueva").innerText();
    }

    /**
     * Says yes to the provider from another computer; gives the address that it sends the browser to, as somebody copies it. The
     * page is left open: one that is closed while it goes somewhere may never be.
     */
    String allowsElsewhere() {
        Page google =
                page.waitForPopup(() -> link("Abrir la página del proveedor").click());
        return google.waitForRequest(
                        Pattern.compile(".*/oauth/retorno.*"),
                        () -> google.locator("button[value=allow]").click())
                .url();
    }

    void write(String subject) {
        field("Para").fill("Ana Álvarez <" + RECIPIENT + ">");
        field("Asunto").fill(subject);
        field("Cuerpo").fill(TEXT);
        field("Firma").fill("Juan Pérez\nComercial del Bajío");
    }

    void choose(FilePayload... files) {
        field("Adjuntos").setInputFiles(files);
    }

    /** Writes a mail with attachments and sends it. */
    void send(String subject, FilePayload... files) {
        link("Nuevo envío").click();
        write(subject);
        choose(files);
        button("Enviar").click();
    }

    void seesSent() {
        assertThat(page.locator("#enviado")).containsText("El correo salió");
    }

    void isAtDraft() {
        assertThat(page).hasURL(Pattern.compile(".*/envios/[0-9a-f]{32}.*"));
    }

    @Override
    public void close() {
        context.close();
        installation.close();
    }
}

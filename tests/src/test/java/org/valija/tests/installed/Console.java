package org.valija.tests.installed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.google.SimulatedGoogle;

/** A person at the installed service's pages. */
final class Console {

    static final String MAILBOX = "juan.perez@bajio.example";

    private final FormBrowser browser = new FormBrowser();
    private final URI address;

    private Console(URI address) {
        this.address = address;
    }

    /** Enters as SUPERVISOR. */
    static Console enter(RunningService service, String key) {
        Console console = new Console(service.address());
        Page home = console.browser.submit(console.get("/entrar")
                .form("#entrada")
                .type("usuario", "SUPERVISOR")
                .type("clave", key));
        assertThat(home.has("#entrada")).as(() -> home.text(".say")).isFalse();
        return console;
    }

    /** Registers the client of the simulator, and the mailbox of SUPERVISOR. */
    void prepare() {
        saved(browser.submit(get("/sistema/cliente-oauth")
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret())));
        saved(browser.submit(
                get("/usuarios").form("#registro").type("name", "Juan Pérez").type("recoveryEmail", MAILBOX)));
    }

    /** Gives a program access to everything; gives its token. */
    String tokenFor(String program) {
        Page created = browser.submit(get("/sistema/programas")
                .form("#acceso")
                .type("name", program)
                .type("user", "")
                .type("scopes", "MESSAGES_SEND,MESSAGES_READ,ACCOUNTS_READ,ACCOUNTS_AUTHORIZE,FILES_READ"));
        assertThat(created.text("#clave-acceso"))
                .as(() -> created.document().text())
                .isNotEmpty();
        return created.text("#clave-acceso");
    }

    /** The address of SUPERVISOR in the catalogue. */
    String mailbox() {
        return get("/usuarios").document().select("[name=recoveryEmail]").attr("value");
    }

    /** Anybody at the page that a program had opened: says yes there, and at the provider. */
    static String authorize(URI page) {
        FormBrowser person = new FormBrowser();
        Page consent = person.submit(person.get(page).form("#autenticar"));
        assertThat(consent.has("#consent")).as(() -> consent.document().text()).isTrue();
        return person.submit(consent.form("#consent").press("button[value=allow]"))
                .text(".good");
    }

    private Page get(String path) {
        return browser.get(address.resolve(path));
    }

    private static void saved(Page page) {
        assertThat(page.has(".good")).as(() -> page.document().text()).isTrue();
    }
}

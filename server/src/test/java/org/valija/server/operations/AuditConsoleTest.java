package org.valija.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.InSpanish;
import org.valija.server.SimulatedSettings;
import org.valija.server.cli.Service;
import org.valija.server.cli.ValijaCommand;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;
import org.valija.simulator.google.SimulatedGoogle;

/** What people and commands do is on the page <em>Auditoría</em>, done through the pages as a browser does. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class AuditConsoleTest {

    private static final String MAILBOX = "juan.perez@bajio.example";
    private static final String PHRASE = "una frase que recuerdo";
    private static final String FORMULA = "=HYPERLINK(\"http://mal.example\")";

    @TempDir
    private Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser browser = new FormBrowser();
    private Service service;
    private String key;

    @BeforeEach
    void start() {
        service = Service.start(SimulatedSettings.of(simulator, folder));
        key = service.firstStart().supervisorKey().orElseThrow();
        enter(browser, "SUPERVISOR", key);
    }

    @AfterEach
    void stop() {
        service.close();
        simulator.close();
    }

    @Test
    void whatIsDoneStandsInTheAuditWithWhoAndFromWhere() {
        registersClient();
        authenticates();
        browser.submit(browser.get(at("/usuarios")).form("form[action$=/desconectar]"));
        company("Comercial del Bajío", "CBA010203AB1");
        browser.submit(browser.get(at("/empresas")).form("#empresa").type("postalCode", "06000"));
        browser.submit(browser.get(at("/sistema/programas"))
                .form("#acceso")
                .type("name", "Nómina")
                .tick("scopes"));

        Page audit = browser.get(at("/sistema/auditoria"));

        assertThat(actions(audit))
                .containsSubsequence(
                        "Dio acceso a un programa Nómina",
                        "Cambió una empresa Comercial del Bajío",
                        "Registró una empresa Comercial del Bajío",
                        "Desconectó la cuenta " + MAILBOX,
                        "Autenticó la cuenta " + MAILBOX,
                        "Empezó a autenticar " + MAILBOX,
                        "Cambió el cliente OAuth Gmail");
        Element changed = audit.document().select("#auditoria tbody tr").stream()
                .filter(row -> row.text().contains("Cambió una empresa"))
                .findFirst()
                .orElseThrow();
        assertThat(changed.text()).contains("SUPERVISOR").contains("127.0.0.1").contains("Campos: código postal");
        assertThat(browser.get(at("/sistema/auditoria?idioma=en")).text("#auditoria"))
                .contains("Changed a company", "Fields: postal code");
    }

    @Test
    void aPersonWhoSaysNoAndAForgedAnswerAreToldApart() {
        registersClient();
        Page consent = consentPage();
        browser.submit(consent.form("#consent").press("button[value=deny]"));
        browser.get(at("/oauth/retorno?state=forged&code=x"));

        List<String> actions = actions(browser.get(at("/sistema/auditoria?accion=AUTHENTICATION_FAILED")));

        assertThat(actions).containsExactly("No se autenticó " + MAILBOX);
    }

    @Test
    void itIsSearchedByWhatWhoWhichRecordAndWords() {
        company("Comercial del Bajío", "CBA010203AB1");
        company("Otra", "OTR010203AB1");

        assertThat(actions(browser.get(at("/sistema/auditoria?palabras=bajio"))))
                .containsExactly("Registró una empresa Comercial del Bajío");
        assertThat(actions(browser.get(at("/sistema/auditoria?accion=CATALOGUES&quien=SUPERVISOR"))))
                .containsExactly("Registró una empresa Otra", "Registró una empresa Comercial del Bajío");
        Page one = browser.get(at("/sistema/auditoria?registro=Otra"));
        assertThat(actions(one)).containsExactly("Registró una empresa Otra");
        assertThat(one.text("#de-un-registro")).isEqualTo("Solo lo que se hizo con Otra");
        assertThat(browser.get(at("/sistema/auditoria?desde=2000-01-01&hasta=2000-01-02"))
                        .text("#nada"))
                .startsWith("Nada coincide");
        assertThat(browser.get(at("/sistema/auditoria?accion=x&desde=ayer&antes=1-x"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void permissionsAndProfilesAreSaidInWords() {
        browser.submit(browser.get(at("/perfiles/nuevo"))
                .form("#perfil")
                .type("code", "CONSULTA")
                .type("name", "Consulta")
                .type("permiso", "COMPANIES.CHANGE"));
        browser.submit(browser.get(at("/perfiles/CONSULTA")).form("#perfil").type("permiso", "AUDIT.VIEW"));
        browser.submit(browser.get(at("/usuarios/nuevo")).form("#registro").type("code", "lucia"));
        browser.submit(browser.get(at("/sistema/programas"))
                .form("#acceso")
                .type("name", "Nómina")
                .tick("scopes"));

        String said = browser.get(at("/sistema/auditoria")).text("#auditoria");

        assertThat(said)
                .contains(
                        "Permisos: ahora sí Empresas (Cambiar), Empresas (Ver)",
                        "Permisos: ahora sí Auditoría (Ver); ya no Empresas (Cambiar), Empresas (Ver)",
                        "Perfil: Envía correos",
                        "Cómo quedó: solo lo suyo",
                        "Entregar correo y retirarlo")
                .doesNotContain("with:", "without:", "SENDER", "messages:send");
    }

    @Test
    void anExportIsGuardedAgainstFormulasAndNoted() {
        company(FORMULA, "CBA010203AB1");

        String csv = new String(browser.octets(at("/sistema/auditoria/auditoria.csv")), StandardCharsets.UTF_8);
        byte[] xlsx = browser.octets(at("/sistema/auditoria/auditoria.xlsx"));

        assertThat(csv).contains("'=HYPERLINK").doesNotContain("\"=HYPERLINK").contains("COMPANY_CREATED");
        assertThat(xlsx).startsWith('P', 'K');
        assertThat(actions(browser.get(at("/sistema/auditoria"))).subList(0, 2))
                .containsExactly("Exportó la auditoría auditoria.xlsx", "Exportó la auditoría auditoria.csv");
    }

    @Test
    void onlyWhoMayReadsIt() {
        String given = browser.submit(
                        browser.get(at("/usuarios/nuevo")).form("#registro").type("code", "lucia"))
                .text("#clave-nueva");
        FormBrowser lucia = new FormBrowser();
        enter(lucia, "LUCIA", given);
        lucia.submit(lucia.get(at("/clave"))
                .form("#cambio")
                .type("actual", given)
                .type("nueva", PHRASE)
                .type("confirmacion", PHRASE));

        assertThat(lucia.get(at("/cuentas")).text("nav")).doesNotContain("Auditoría");
        for (String path : List.of("", "/auditoria.csv", "/auditoria.xlsx")) {
            assertThat(lucia.get(at("/sistema/auditoria" + path)).status()).isEqualTo(403);
        }
        assertThat(new FormBrowser().get(at("/sistema/auditoria")).has("#entrada"))
                .isTrue();
    }

    @Test
    void commandsAreNotedWithWhoGaveThem() {
        assertThat(ValijaCommand.run(
                        new String[] {"backup", folder.resolve("copia").toString(), "--data", folder.toString()}))
                .isZero();

        assertThat(browser.get(at("/sistema/auditoria?accion=BACKUP_MADE")).text("#auditoria tbody"))
                .contains("Comando en el servidor (" + System.getProperty("user.name") + ")")
                .contains(folder.resolve("copia").toString());
    }

    @Test
    void noSecretStandsInIt() {
        registersClient();
        authenticates();
        Page made = browser.submit(browser.get(at("/sistema/programas"))
                .form("#acceso")
                .type("name", "Nómina")
                .tick("scopes"));
        String token = made.document().select("code").stream()
                .map(Element::text)
                .filter(text -> text.startsWith("vlj_") && text.length() > 20)
                .findFirst()
                .orElseThrow();
        company("Clave " + key, "CBA010203AB1");

        Page audit = browser.get(at("/sistema/auditoria"));
        String csv = new String(browser.octets(at("/sistema/auditoria/auditoria.csv")), StandardCharsets.UTF_8);

        assertThat(audit.document().outerHtml()).contains("Nómina");
        for (String secret : List.of(token, key, SimulatedGoogle.DEMO_CLIENT.secret(), "ya29.", "1//0")) {
            assertThat(audit.document().outerHtml()).as(secret).doesNotContain(secret);
            assertThat(csv).as(secret).doesNotContain(secret);
        }
    }

    private static List<String> actions(Page page) {
        return page.document().select("#auditoria tbody tr td:nth-child(3)").eachText();
    }

    private void registersClient() {
        browser.submit(browser.get(at("/sistema/cliente-oauth"))
                .form("#cliente")
                .type("clientId", SimulatedGoogle.DEMO_CLIENT.id())
                .type("secret", SimulatedGoogle.DEMO_CLIENT.secret()));
        browser.submit(browser.get(at("/usuarios")).form("#registro").type("recoveryEmail", MAILBOX));
    }

    private Page consentPage() {
        browser.submit(
                browser.get(at("/usuarios")).form("#autenticar").tick("oauth").press("#recordar"));
        return browser.submit(browser.get(at("/usuarios")).form("#autenticar").press("#autenticar-boton"));
    }

    private void authenticates() {
        browser.submit(consentPage().form("#consent").press("button[value=allow]"));
    }

    private void company(String name, String rfc) {
        browser.submit(browser.get(at("/empresas/nueva"))
                .form("#empresa")
                .type("name", name)
                .type("rfc", rfc));
    }

    private void enter(FormBrowser who, String code, String typed) {
        who.submit(who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", typed));
    }

    private URI at(String path) {
        return URI.create(service.address() + path);
    }
}

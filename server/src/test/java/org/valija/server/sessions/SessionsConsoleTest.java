package org.valija.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.InSpanish;
import org.valija.server.SimulatedSettings;
import org.valija.server.cli.Service;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.Simulator;
import org.valija.simulator.SimulatorOptions;

/** Sessions are listed and ended, each user's own, and others' by who may. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class SessionsConsoleTest {

    private static final String LUISS_KEY = "una frase que solo dice luis";

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final FormBrowser here = new FormBrowser();
    private final FormBrowser there = new FormBrowser();
    private Service service;
    private String key;

    @BeforeEach
    void start() {
        Map<String, Object> properties = SimulatedSettings.of(simulator, folder);
        service = Service.start(properties);
        key = service.firstStart().supervisorKey().orElseThrow();
        enter(here, "SUPERVISOR", key);
        enter(there, "SUPERVISOR", key);
    }

    @AfterEach
    void stop() {
        service.close();
        simulator.close();
    }

    @Test
    void theOwnAreListedAndOneOfThemEnds() {
        Page page = here.get(at("/sesiones"));
        assertThat(page.document().select("#sesiones-propias tbody tr")).hasSize(2);
        assertThat(page.text("#sesiones-propias .pill")).isEqualTo("Esta sesión");
        assertThat(page.text("#sesiones-propias tbody td:nth-child(1)")).isEqualTo("Otro navegador o programa");
        assertThat(page.text("#sesiones-propias tbody td:nth-child(2)")).isEqualTo("127.0.0.1");

        Page ended = here.submit(page.form("#sesiones-propias form[action=/sesiones/terminar]"));

        assertThat(ended.text(".good")).isEqualTo("La sesión de SUPERVISOR terminó.");
        assertThat(isIn(there)).isFalse();
        assertThat(isIn(here)).isTrue();
    }

    @Test
    void allOthersEndAtOnce() {
        FormBrowser third = new FormBrowser();
        enter(third, "SUPERVISOR", key);

        Page ended = here.submit(here.get(at("/sesiones")).form("#terminar-otras"));

        assertThat(ended.text(".good")).isEqualTo("Terminaron 2 sesiones. Esta sigue abierta.");
        assertThat(isIn(there)).isFalse();
        assertThat(isIn(third)).isFalse();
        assertThat(isIn(here)).isTrue();
    }

    @Test
    void whoMayEndsOthersAndASenderOnlyTheOwn() {
        FormBrowser luis = luis();
        Page luiss = luis.get(at("/sesiones"));
        assertThat(luiss.has("#sesiones-ajenas")).isFalse();
        assertThat(luiss.document().select("#sesiones-propias tbody tr")).hasSize(1);
        String supervisors = here.get(at("/sesiones"))
                .document()
                .select("#sesiones-propias input[name=sesion]")
                .val();
        if (luiss.document().selectFirst("form[action=/salir]") instanceof FormElement form) {
            form.attr("action", "/sesiones/terminar");
            form.addElement(form.appendElement("input").attr("name", "usuario").attr("value", "SUPERVISOR"));
            form.addElement(form.appendElement("input").attr("name", "sesion").attr("value", supervisors));
        }
        assertThat(luis.submit(luiss.form("form[action=/sesiones/terminar]")).status())
                .isEqualTo(403);
        assertThat(isIn(there)).isTrue();

        Page ours = here.get(at("/sesiones?usuario=luis"));
        assertThat(ours.text("#sesiones-ajenas tbody td")).isEqualTo("LUIS");
        here.submit(ours.form("#sesiones-ajenas form[action=/sesiones/terminar]"));

        assertThat(isIn(luis)).isFalse();
        assertThat(here.get(at("/sesiones?usuario=luis")).text(".empty"))
                .isEqualTo("Ese usuario no tiene sesiones abiertas.");
    }

    private FormBrowser luis() {
        Page created =
                here.submit(here.get(at("/usuarios/nuevo")).form("#registro").type("code", "luis"));
        String given = created.text("#clave-nueva");
        FormBrowser luis = new FormBrowser();
        enter(luis, "luis", given);
        luis.submit(luis.get(at("/clave"))
                .form("#cambio")
                .type("actual", given)
                .type("nueva", LUISS_KEY)
                .type("confirmacion", LUISS_KEY));
        return luis;
    }

    private void enter(FormBrowser who, String code, String withKey) {
        who.submit(who.get(at("/entrar")).form("#entrada").type("usuario", code).type("clave", withKey));
    }

    private boolean isIn(FormBrowser who) {
        return !who.get(at("/usuarios")).has("#entrada");
    }

    private URI at(String path) {
        return URI.create(service.address() + path);
    }
}

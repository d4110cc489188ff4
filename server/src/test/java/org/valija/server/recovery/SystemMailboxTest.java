package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.valija.oauth.Grant;
import org.valija.outbox.MailFilter;
import org.valija.outbox.Outbox;
import org.valija.server.InSpanish;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.sql.TestDatabase;

/** <em>Buzón del sistema</em>: who chooses it, which account it may be, and that its troubles do not go quiet. */
@ExtendWith(InSpanish.class)
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
class SystemMailboxTest {

    private static final String WARNING = "nav a[href=/sistema/buzon] .n";

    @TempDir
    Path folder;

    private RecoveryOffice office;

    @BeforeEach
    void start() throws IOException {
        office = new RecoveryOffice(TestDatabase.SQLITE, folder);
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void whileNoneIsChosenTheAdministratorIsWarnedAndWhoAsksHearsTheUsual(CapturedOutput output) {
        FormBrowser lucia = office.lucia();
        assertThat(administrators("/cuentas").text(WARNING)).isEqualTo("1");
        assertThat(administrators("/sistema/buzon").text(".say")).startsWith("Nadie puede recuperar su clave");
        assertThat(lucia.get(office.at("/cuentas")).has("nav a[href=/sistema/buzon]"))
                .isFalse();

        assertThat(office.ask("LUCIA").text("#pedida")).startsWith("Si el usuario existe");
        office.awaitsDesk();
        assertThat(output).contains("LUCIA asked to recover the key and got no link");
        assertThat(office.bean(Outbox.class)
                        .search(MailFilter.ALL, Optional.empty(), 10)
                        .mails())
                .isEmpty();

        Page chosen = office.chooseMailbox();
        assertThat(chosen.text(".good")).isEqualTo("Los enlaces salen ahora de " + RecoveryOffice.MAILBOX + ".");
        assertThat(chosen.text("#buzon .pill")).isEqualTo("Envía");
        assertThat(chosen.has(WARNING)).isFalse();

        office.supervisor.submit(chosen.form("#buzon").type("cuenta", ""));
        assertThat(administrators("/cuentas").text(WARNING)).isEqualTo("1");
    }

    @Test
    void anAccountThatCannotSendAnyMoreIsSaidWithTheReason() {
        office.chooseMailbox();
        office.bean(Outbox.class).pause(1);
        assertThat(administrators("/sistema/buzon").text(".say"))
                .startsWith("El correo de " + RecoveryOffice.MAILBOX + " está detenido");
        office.bean(Outbox.class).resume(1);
        assertThat(administrators("/sistema/buzon").has(".say")).isFalse();

        office.simulator.google().expireAccessTokens();
        office.simulator.google().revokeGrantsOf(RecoveryOffice.MAILBOX);
        office.lucia();
        office.ask("LUCIA");
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(administrators("/cuentas").text(WARNING)).isEqualTo("1"));
        assertThat(administrators("/sistema/buzon").text(".say")).contains("Autenticar");
        office.connect(office.supervisor, "SUPERVISOR", RecoveryOffice.MAILBOX);
        assertThat(office.link(1)).hasPort(office.port());

        Page user = administrators("/usuarios");
        office.supervisor.submit(user.form("form[action$=/desconectar]"));
        assertThat(administrators("/sistema/buzon").text(".say"))
                .startsWith("La cuenta " + RecoveryOffice.MAILBOX + " está desconectada");
        assertThat(administrators("/cuentas").text(WARNING)).isEqualTo("1");
    }

    @Test
    void onlyAdministratorsChooseAndOnlyAdministratorsAccountsMayBeIt() {
        FormBrowser lucia = office.lucia();
        office.connect(lucia, "LUCIA", RecoveryOffice.LUCIAS);
        assertThat(lucia.get(office.at("/sistema/buzon")).status()).isEqualTo(403);
        Page page = administrators("/sistema/buzon");
        assertThat(page.document().select("#cuenta option").eachText())
                .containsExactly(
                        "Ninguna: nadie puede recuperar su clave",
                        RecoveryOffice.MAILBOX + " · SUPERVISOR · Conectado");
        long lucias = 2;

        assertThat(office.supervisor
                        .submit(page.form("#buzon").type("cuenta", String.valueOf(lucias)))
                        .status())
                .isEqualTo(403);
        Page own = lucia.get(office.at("/usuarios"));
        own.document().select("#registro").attr("action", "/sistema/buzon");
        assertThat(lucia.submit(own.form("#registro")).status()).isEqualTo(403);
        assertThat(administrators("/sistema/buzon").text(".say")).startsWith("Nadie puede recuperar su clave");
    }

    @Test
    void whoDoesNotAdministerAnyMoreDoesNotGetTheLinksOfOthers() {
        office.chooseMailbox();
        office.sql("UPDATE app_user SET profile = 'SENDER' WHERE code = 'SUPERVISOR'");

        assertThat(office.bean(SystemMailbox.class).sender()).isEmpty();
        assertThat(office.bean(SystemMailbox.class).trouble())
                .hasValueSatisfying(say -> assertThat(say.what()).contains("ya no es de un administrador"));
    }

    @Test
    void anotherAdministratorSeesTheChoiceAndSupervisorAloneMakesIt() {
        FormBrowser rosa = office.rosa();
        office.connect(rosa, "ROSA", RecoveryOffice.ROSAS);
        office.chooseMailbox();

        Page seen = rosa.get(office.at("/sistema/buzon"));
        assertThat(seen.document().select("#cuenta[disabled] option[selected]").text())
                .startsWith(RecoveryOffice.MAILBOX);
        assertThat(seen.has("#buzon button[type=submit]")).isFalse();
        assertThat(seen.text("#cuenta-ajena")).isEqualTo("Solo SUPERVISOR elige la cuenta.");
        String rosas = seen.document().select("#cuenta option:contains(ROSA)").attr("value");
        seen.document().select("#cuenta").removeAttr("disabled");
        assertThat(rosa.submit(seen.form("#buzon").type("cuenta", rosas)).status())
                .isEqualTo(403);
        assertThat(rosa.submit(seen.form("#buzon").type("cuenta", "")).status()).isEqualTo(403);
        assertThat(office.bean(SystemMailbox.class).chosen())
                .extracting(Grant::email)
                .containsExactly(RecoveryOffice.MAILBOX);

        Page form = administrators("/sistema/buzon");
        assertThat(office.supervisor
                        .submit(form.form("#buzon").type("cuenta", rosas))
                        .text(".good"))
                .isEqualTo("Los enlaces salen ahora de " + RecoveryOffice.ROSAS + ".");
    }

    private Page administrators(String path) {
        return office.supervisor.get(office.at(path));
    }
}

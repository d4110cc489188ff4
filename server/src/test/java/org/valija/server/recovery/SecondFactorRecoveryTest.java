package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.Authenticator;
import org.valija.server.InSpanish;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.simulator.inbox.ReceivedMessage;
import org.valija.sql.TestDatabase;

/** Recovering a key beside the second factor, and the mail to whom it is taken away. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class SecondFactorRecoveryTest {

    private static final String NEW_KEY = "otra frase larga de lucia";

    @TempDir
    Path folder;

    private RecoveryOffice office;
    private FormBrowser lucia;

    @BeforeEach
    void start() throws IOException {
        office = new RecoveryOffice(TestDatabase.SQLITE, folder);
        office.chooseMailbox();
        lucia = office.lucia();
        Page setup = lucia.get(office.at("/segundo-factor/activar"));
        Page on = lucia.submit(setup.form("#activar")
                .type("codigo", Authenticator.code(setup.text("#secreto"), Instant.now()))
                .type("clave", RecoveryOffice.LUCIAS_KEY));
        assertThat(on.document().select("#codigos .key")).hasSize(10);
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void whoRecoversTheKeyIsAskedForTheCodeAllTheSame() {
        office.ask("lucia");
        office.change(office.link(1), NEW_KEY);

        FormBrowser somebody = new FormBrowser();
        Page step = office.enter(somebody, "LUCIA", NEW_KEY);

        assertThat(step.has("#segundo-paso")).isTrue();
        assertThat(RecoveryOffice.isIn(somebody, office.at("/usuarios"))).isFalse();
    }

    @Test
    void whoseSecondFactorIsTakenAwayIsToldByWhomAndEntersWithTheKeyAlone() {
        FormBrowser rosa = office.rosa();
        rosa.submit(rosa.get(office.at("/usuarios/LUCIA")).form("form[action=/usuarios/LUCIA/segundo-factor/quitar]"));

        ReceivedMessage notice = office.mails(1).getFirst();
        assertThat(RecoveryOffice.recipient(notice)).isEqualTo(RecoveryOffice.LUCIAS);
        assertThat(RecoveryOffice.text(notice))
                .contains("ROSA quitó la verificación en dos pasos del usuario LUCIA de Valija (Comercial del Bajío)");
        assertThat(RecoveryOffice.isIn(lucia, office.at("/usuarios"))).isFalse();
        office.enter(lucia, "LUCIA", RecoveryOffice.LUCIAS_KEY);
        assertThat(RecoveryOffice.isIn(lucia, office.at("/usuarios"))).isTrue();
    }

    @Test
    void aLinkThatWasUsedMakesItsBrowserKnownWhoeverElseTries() {
        office.sql("DELETE FROM second_factor");
        FormBrowser hers = new FormBrowser();
        office.ask("lucia");
        hers.submit(hers.get(office.link(1))
                .form("#clave-nueva")
                .type("nueva", NEW_KEY)
                .type("confirmacion", NEW_KEY));
        FormBrowser stranger = new FormBrowser();
        for (int i = 0; i < 6; i++) {
            office.enter(stranger, "LUCIA", "guess " + i);
        }
        assertThat(office.enter(stranger, "LUCIA", NEW_KEY).text(".say")).startsWith("Demasiados intentos");

        office.enter(hers, "LUCIA", NEW_KEY);

        assertThat(RecoveryOffice.isIn(hers, office.at("/usuarios"))).isTrue();
    }
}

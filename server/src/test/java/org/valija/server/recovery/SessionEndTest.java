package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.demo.FormBrowser;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.users.KeyReset;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** Sessions end with the key they were begun with. */
@SuppressWarnings("NullAway.Init")
class SessionEndTest {

    private static final String NEW_KEY = "otra frase larga de lucia";

    @TempDir
    Path folder;

    private RecoveryOffice office;
    private FormBrowser lucia;

    @BeforeEach
    void start() throws IOException {
        office = new RecoveryOffice(TestDatabase.SQLITE, folder);
        lucia = office.lucia();
    }

    @AfterEach
    void stop() {
        office.close();
    }

    /** As when the key is looked at before it changes, and the session stored after the others were ended. */
    @Test
    void anEntryInFlightWhileTheKeyChangesEndsAtItsNextRequest() {
        KeyReset keys = office.bean(KeyReset.class);
        String hash = keys.hash(NEW_KEY);
        office.bean(Database.class).inTransaction(connection -> {
            keys.set(connection, "LUCIA", hash, false);
            return true;
        });

        Page refused = lucia.get(office.at("/clave"));

        assertThat(refused.uri().getPath()).isEqualTo("/entrar");
        assertThat(refused.has("#entrada")).isTrue();
        assertThat(RecoveryOffice.isIn(lucia, office.at("/usuarios"))).isFalse();
        assertThat(office.enter(lucia, "LUCIA", NEW_KEY).has("#entrada")).isFalse();
    }

    @Test
    void whoChangesTheOwnKeyGoesOnWhereItWasChangedAlone() {
        FormBrowser elsewhere = new FormBrowser();
        office.enter(elsewhere, "LUCIA", RecoveryOffice.LUCIAS_KEY);
        assertThat(RecoveryOffice.isIn(elsewhere, office.at("/usuarios"))).isTrue();

        lucia.submit(lucia.get(office.at("/clave"))
                .form("#cambio")
                .type("actual", RecoveryOffice.LUCIAS_KEY)
                .type("nueva", NEW_KEY)
                .type("confirmacion", NEW_KEY));

        assertThat(RecoveryOffice.isIn(elsewhere, office.at("/usuarios"))).isFalse();
        assertThat(RecoveryOffice.isIn(lucia, office.at("/usuarios"))).isTrue();
    }

    @Test
    void whoMayNotEnterAnyMoreIsOutAtOnce() {
        office.sql("UPDATE app_user SET active = 0 WHERE code = 'LUCIA'");

        assertThat(RecoveryOffice.isIn(lucia, office.at("/usuarios"))).isFalse();
    }
}

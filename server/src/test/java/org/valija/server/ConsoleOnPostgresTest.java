package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.valija.server.demo.FormBrowser.Page;

/** The same on PostgreSQL; and when that is gone. */
@SuppressWarnings("NullAway.Init")
class ConsoleOnPostgresTest extends ConsoleTest {

    private EmbeddedPostgres postgres;

    @Override
    void chooseDatabase(Map<String, Object> properties) {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            Path password = Files.writeString(folder.resolve("db-password"), "postgres\n");
            properties.put("valija.database.url", postgres.getJdbcUrl("postgres", "postgres"));
            properties.put("valija.database.username", "postgres");
            properties.put("valija.database.password-file", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service first: one whose database is gone has much to wait for. */
    @AfterEach
    @Override
    void stop() {
        super.stop();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On PostgreSQL no other program locks the whole database; but it can be gone. */
    @Test
    @Override
    void whenTheDatabaseDoesNotServeThePageSaysSo() {
        ready();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        Page page = browser.get(at("/cuentas"));

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.text("main")).contains("No podemos llegar a la base de datos", "No se guardó nada a medias");
    }
}

package org.valija.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valija.server.database.OwnPostgres;
import org.valija.server.demo.FormBrowser.Page;

/** The same on PostgreSQL; and when that is gone. The server is this class's own, since two of the tests harm it. */
@SuppressWarnings("NullAway.Init")
class ConsoleOnPostgresTest extends ConsoleTest {

    private static final Duration BACK = Duration.ofSeconds(30);

    private static OwnPostgres postgres;

    @BeforeAll
    static void startServer(@TempDir Path data) {
        postgres = new OwnPostgres(data);
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @Override
    void chooseDatabase(Map<String, Object> properties) {
        try {
            Path password = Files.writeString(folder.resolve("db-password"), "postgres\n");
            properties.put("valija.database.url", postgres.newDatabase());
            properties.put("valija.database.username", "postgres");
            properties.put("valija.database.password-file", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On PostgreSQL no other program locks the whole database; but it can be gone. */
    @Test
    @Override
    void whenTheDatabaseDoesNotServeThePageSaysSo() {
        ready();
        postgres.stop();
        try {
            Page page = browser.get(at("/cuentas"));

            assertThat(page.status()).isEqualTo(503);
            assertThat(page.text("main"))
                    .contains("No podemos llegar a la base de datos", "No se guardó nada a medias");
        } finally {
            postgres.startAgain();
        }

        Awaitility.await()
                .atMost(BACK)
                .untilAsserted(
                        () -> assertThat(browser.get(at("/cuentas")).status()).isEqualTo(200));
    }

    @Test
    void whenTheDatabaseCannotBeWrittenThePageSaysSoAndWhatIsThereCanBeRead() {
        ready();
        setReadOnly("on");
        try {
            Page refused = rename();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("main"))
                    .contains(
                            "No se puede escribir en la base de datos",
                            "El disco de este servidor está lleno o el archivo no permite escribir",
                            "No se guardó nada a medias",
                            "hay que liberar espacio o dar el permiso");
            assertThat(browser.get(at("/bandeja?idioma=en")).status()).isEqualTo(200);
            assertThat(rename().text("main"))
                    .contains(
                            "The database cannot be written",
                            "This server's disk is full, or the file does not permit writing",
                            "Nothing was half written",
                            "room must be made or the permission given");
        } finally {
            setReadOnly("off");
        }
        assertThat(rename().text(".good")).contains("SUPERVISOR");
    }

    private Page rename() {
        return browser.submit(browser.get(at("/usuarios")).form("#registro").type("name", "Otro"));
    }

    /** As a server does that has become the standby of another. */
    private static void setReadOnly(String value) {
        postgres.execute("ALTER SYSTEM SET default_transaction_read_only = " + value);
        postgres.execute("SELECT pg_reload_conf()");
        Awaitility.await().untilAsserted(() -> assertThat(readOnly()).isEqualTo(value));
    }

    private static String readOnly() throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW default_transaction_read_only")) {
            rows.next();
            return rows.getString(1);
        }
    }
}

package org.valija.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The same on PostgreSQL. */
@SuppressWarnings("NullAway.Init")
class DocumentSendingOnPostgresTest extends DocumentSendingTest {

    private EmbeddedPostgres postgres;

    @Override
    void chooseDatabase(Map<String, Object> properties) {
        try {
            postgres = EmbeddedPostgres.start();
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
}

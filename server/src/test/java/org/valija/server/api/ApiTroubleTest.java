package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with this server is never said to be the program's fault, and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ApiTroubleTest {


    @TempDir
    private static Path folder;

    private ApiFixture fixture;
    private ApiClient api;

    @BeforeAll
    void start() throws IOException {
        fixture = new ApiFixture(Files.createDirectories(folder.resolve("data")), Map.of());
        api = fixture.client(fixture.token(Optional.of("SUPERVISOR")));
        fixture.connect("SUPERVISOR", ApiFixture.MAILBOX);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aUseThatCannotBeNotedRefusesNothing() throws SQLException {
        ApiClient unused = api.with(fixture.token(Optional.of("SUPERVISOR")));
        execute("CREATE TRIGGER refuse BEFORE UPDATE ON api_token BEGIN SELECT RAISE(ABORT, 'no'); END");
        try {
            assertThat(unused.get("/api/v1/accounts").status()).isEqualTo(200);
        } finally {
            execute("DROP TRIGGER refuse");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + fixture.database());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute(sql);
        }
    }
}

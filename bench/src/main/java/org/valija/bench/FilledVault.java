package org.valija.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.valija.oauth.AuthorizationCodeFlow.Beginning;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Providers;
import org.valija.oauth.Secret;
import org.valija.sql.Schema;

/**
 * A vault on a SQLite file, synchronous FULL: grants in use come by the code flow, the other rows are copies of one of them
 * that nobody opens.
 */
final class FilledVault implements AutoCloseable {

    private static final URI REDIRECT = URI.create("http://127.0.0.1:39999/");
    private static final Pattern STATE = Pattern.compile("[?&]state=([^&]*)");

    private final StubProvider stub;
    private final OAuth oauth;
    private final HikariDataSource dataSource;
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final List<Long> inUse = new ArrayList<>();

    FilledVault(Path folder, int rows, int used) throws IOException, SQLException {
        Files.createDirectories(folder);
        stub = new StubProvider();
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(Databases.sqlite(folder.resolve("valija.db")));
        dataSource = new HikariDataSource(pool);
        Schema.migrate(dataSource);
        oauth = new OAuth(new OAuth.Setup(
                dataSource,
                folder.resolve("valija.keys"),
                Providers.standard().with(stub.provider()),
                background,
                Clock.systemUTC(),
                "bench",
                Optional.empty()));
        oauth.saveClient(OAuthClient.desktop(StubProvider.ID, "bench", Secret.of("bench")));
        for (int i = 0; i < used; i++) {
            inUse.add(authorize("user" + i + "@bench.example").id());
        }
        fill(dataSource, rows - used);
    }

    OAuth oauth() {
        return oauth;
    }

    /** Ids of grants that work. */
    long[] grants() {
        return inUse.stream().mapToLong(Long::longValue).toArray();
    }

    private Grant authorize(String mailbox) {
        Secret binding = Secret.of("bench");
        URI address = oauth.codeFlow()
                .begin(new Beginning(
                        "BENCH", StubProvider.ID, Optional.of(mailbox), REDIRECT, binding, Optional.empty()));
        Matcher state = STATE.matcher(address.toString());
        if (!state.find()) {
            throw new IllegalStateException("no state in " + address);
        }
        String answer =
                REDIRECT + "?code=" + URLEncoder.encode(mailbox, StandardCharsets.UTF_8) + "&state=" + state.group(1);
        return oauth.codeFlow().completeWithAddress(answer, binding).grant();
    }

    private static void fill(DataSource dataSource, int rows) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                    INSERT INTO "Emails" ("RowVersion", "CodigoUsuario", "IdCliente", "IdProveedor", "EMail",
                      "FechaExpiracion", "AccesToken", "RefreshToken")
                    SELECT i, 'U' || i, e."IdCliente", e."IdProveedor", 'u' || i || '@bench.example',
                      e."FechaExpiracion", e."AccesToken", e."RefreshToken"
                    FROM n, (SELECT * FROM "Emails" LIMIT 1) e
                    """.formatted(rows));
            statement.executeUpdate("""
                    INSERT INTO grant_state (emails_id, state, principal, scopes, generation, connected_at)
                    SELECT "Id", 'CONNECTED', "EMail", 'mail', 1, "FechaExpiracion" FROM "Emails"
                    WHERE "Id" NOT IN (SELECT emails_id FROM grant_state)
                    """);
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    @Override
    public void close() {
        stub.close();
        background.shutdown();
        dataSource.close();
    }
}

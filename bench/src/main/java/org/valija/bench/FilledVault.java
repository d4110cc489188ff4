package org.valija.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.valija.oauth.OAuth;

/**
 * A vault on a SQLite file, synchronous FULL: grants in use come by the code flow, the other rows are copies of one of them
 * that nobody opens.
 */
final class FilledVault implements AutoCloseable {

    private final StubProvider stub;
    private final StubVault vault;
    private final HikariDataSource dataSource;
    private final List<Long> inUse = new ArrayList<>();

    FilledVault(Path folder, int rows, int used) throws IOException, SQLException {
        Files.createDirectories(folder);
        stub = new StubProvider();
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(Databases.sqlite(folder.resolve("valija.db")));
        dataSource = new HikariDataSource(pool);
        vault = new StubVault(dataSource, folder.resolve("valija.keys"), stub);
        vault.register();
        for (int i = 0; i < used; i++) {
            inUse.add(vault.authorize("user" + i + "@bench.example").id());
        }
        fill(dataSource, rows - used);
    }

    OAuth oauth() {
        return vault.oauth();
    }

    /** Ids of grants that work. */
    long[] grants() {
        return inUse.stream().mapToLong(Long::longValue).toArray();
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
        vault.close();
        dataSource.close();
    }
}

package org.valija.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The library's tables. {@link #migrate} brings a database to the present form by plain SQL scripts, whoever opens it
 * first: an embedding program or the service.
 */
public final class Schema {

    /** In order; a script that has landed is never changed, a change is a new script. */
    private static final List<String> SCRIPTS = List.of(
            "V001__emails_and_vault.sql",
            "V002__transports.sql",
            "V003__vault_key_rotation.sql",
            "V004__outbox.sql",
            "V005__outbox_delivery.sql",
            "V006__small_contents.sql",
            "V007__counts_by_index.sql");

    /** Any number that other programs on the same PostgreSQL are unlikely to lock. */
    private static final long ADVISORY_LOCK = 0x76616c696a61L;

    private Schema() {}

    /**
     * Applies the scripts that are missing, each in a transaction; safe when several processes start at once.
     *
     * @throws DatabaseException when the database refuses
     * @throws IllegalStateException when the database was made by a newer Valija, or an applied script differs
     */
    public static void migrate(DataSource dataSource) {
        Database database = Database.of(dataSource);
        database.inTransaction(connection -> {
            createHistory(connection, database.dialect());
            Map<String, String> applied = applied(connection);
            refuseNewer(applied);
            for (String script : SCRIPTS) {
                apply(connection, database.dialect(), script, applied.get(script));
            }
            return true;
        });
    }

    /** Whether the database has tables of this library, of whichever version. */
    public static boolean exists(DataSource dataSource) {
        return Database.of(dataSource).run(connection -> {
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "valija_schema", null)) {
                return tables.next();
            }
        });
    }

    /** Whether the database has all tables of this version: {@link #migrate} would change nothing. */
    public static boolean isCurrent(DataSource dataSource) {
        return exists(dataSource)
                && Database.of(dataSource)
                        .run(connection -> applied(connection).keySet().containsAll(SCRIPTS));
    }

    private static void createHistory(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (dialect == Dialect.POSTGRESQL) {
                statement.execute("SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
            }
            statement.execute("CREATE TABLE IF NOT EXISTS valija_schema ("
                    + "script VARCHAR(100) PRIMARY KEY, sha256 CHAR(64) NOT NULL,"
                    + " applied_at VARCHAR(40) NOT NULL)");
        }
    }

    private static Map<String, String> applied(Connection connection) throws SQLException {
        Map<String, String> applied = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT script, sha256 FROM valija_schema")) {
            while (rows.next()) {
                applied.put(rows.getString(1), rows.getString(2));
            }
        }
        return applied;
    }

    private static void refuseNewer(Map<String, String> applied) {
        applied.keySet().stream()
                .filter(script -> !SCRIPTS.contains(script))
                .findFirst()
                .ifPresent(script -> {
                    throw new IllegalStateException("The database was made by a newer Valija (script " + script
                            + "). Run that version or a later one; nothing was changed.");
                });
    }

    private static void apply(Connection connection, Dialect dialect, String script, @Nullable String appliedDigest)
            throws SQLException {
        String text = read(dialect, script);
        String digest = sha256(text);
        if (appliedDigest != null) {
            if (!appliedDigest.equals(digest)) {
                throw new IllegalStateException("Script " + script
                        + " differs from the one applied to this database. Restore the program's own files;"
                        + " nothing was changed.");
            }
            return;
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : text.split(";\\s*\\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO valija_schema (script, sha256, applied_at) VALUES (?, ?, ?)")) {
            insert.setString(1, script);
            insert.setString(2, digest);
            insert.setString(3, dialect.now(connection).toString());
            insert.executeUpdate();
        }
    }

    private static String read(Dialect dialect, String script) {
        String name = dialect.folder() + "/" + script;
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The library is incomplete: " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

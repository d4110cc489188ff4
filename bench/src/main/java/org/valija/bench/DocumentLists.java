package org.valija.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.valija.sql.Dialect;

/** The console's lists of documents, asked for over HTTP by SUPERVISOR, of a company that has 100,000 of them. */
final class DocumentLists {

    private static final int DOCUMENTS = 100_000;
    private static final int BENEFICIARIES = 1_000;
    private static final double MILLIS = 150;

    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("first", "bancos/retenciones");
        PAGES.put("not.sent", "bancos/retenciones?anio=2025&enviado=no");
        PAGES.put("found", "bancos/retenciones?palabras=beneficiario+777");
        PAGES.put("not.found", "bancos/retenciones?palabras=nadie");
    }

    private final Report report;
    private final String name;
    private final DataSource database;

    private DocumentLists(Report report, String name, DataSource database) {
        this.report = report;
        this.name = name;
        this.database = database;
    }

    static void measure(Report report, Path work) throws IOException, InterruptedException {
        Path data = Files.createDirectory(work.resolve("console"));
        new DocumentLists(report, "sqlite", Databases.sqlite(data.resolve("valija.db"))).measure(data);
        try (Databases databases = Databases.start(work)) {
            DataSource postgres = databases.postgres("documents");
            Path other = Files.createDirectory(work.resolve("console-postgresql"));
            ConsoleService.configure(other, (PGSimpleDataSource) postgres);
            new DocumentLists(report, "postgresql", postgres).measure(other);
        }
    }

    private void measure(Path data) throws IOException, InterruptedException {
        try (ConsoleService service = ConsoleService.start(data, database)) {
            fill();
            for (Map.Entry<String, String> page : PAGES.entrySet()) {
                double millis = service.millis(page.getValue());
                String what = name + ", " + page.getKey();
                report.line("  %s, list of %,d: median %.1f ms".formatted(what, DOCUMENTS, millis));
                report.figure(name + ".list." + page.getKey() + ".millis", millis);
                report.atMost("list of documents (" + what + "), milliseconds", MILLIS, millis);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fill() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long company = company(connection);
            beneficiaries(connection, company);
            documents(connection, company);
            connection.commit();
            connection.setAutoCommit(true);
            if (Dialect.of(connection) == Dialect.POSTGRESQL) {
                statement.execute("VACUUM ANALYZE");
            }
        }
    }

    private static long company(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO company (rfc, name, regime, postal_code, colour, active)
                        VALUES ('EME200101AB1', 'Empresa de medida', '601', '06000', '#0b5563', ?) RETURNING id
                        """)) {
            insert.setBoolean(1, true);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void beneficiaries(Connection connection, long company) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO beneficiary (company_id, rfc, identity, name, name_fold, curp, postal_code, search)
                VALUES (?, ?, ?, ?, ?, '', '', ?)
                """)) {
            for (int i = 0; i < BENEFICIARIES; i++) {
                insert.setLong(1, company);
                insert.setString(2, "RFC" + i);
                insert.setString(3, "RFC" + i);
                insert.setString(4, "Beneficiario " + i);
                insert.setString(5, "beneficiario " + i);
                insert.setString(6, "beneficiario " + i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void documents(Connection connection, long company) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO document (company_id, kind, period, date, number, beneficiary_id, beneficiary_rfc,
                  beneficiary_name, concept, amount, currency, bank_account, uuid, stamped, seal, findings, identity,
                  words, source, created_by, created_at, updated_at, sent_count)
                SELECT ?, 'RETENCION', ?, ?, ?, id, rfc, name, 'Dividendos', 100, 'MXN', '', ?, ?, 'INTEGRO', 0, ?, ?,
                  'UPLOAD', 'SUPERVISOR', ?, ?, ? FROM beneficiary WHERE company_id = ? AND identity = ?
                """)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                LocalDate date = LocalDate.of(2024 + i % 2, 1 + i % 12, 15);
                int beneficiary = i % BENEFICIARIES;
                insert.setLong(1, company);
                insert.setInt(2, date.getYear() * 100 + date.getMonthValue());
                insert.setObject(3, dialect == Dialect.SQLITE ? date.toString() : date);
                insert.setString(4, String.valueOf(i));
                insert.setString(5, "00000000-0000-0000-0000-%012d".formatted(i));
                insert.setBoolean(6, true);
                insert.setString(7, "medida" + i);
                insert.setString(8, i + " beneficiario " + beneficiary + " dividendos");
                dialect.bind(insert, 9, Instant.EPOCH);
                dialect.bind(insert, 10, Instant.EPOCH);
                insert.setInt(11, i % 3);
                insert.setLong(12, company);
                insert.setString(13, "RFC" + beneficiary);
                insert.addBatch();
                if (i % BENEFICIARIES == BENEFICIARIES - 1) {
                    insert.executeBatch();
                }
            }
        }
    }
}

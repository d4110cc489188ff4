package org.valija.server.catalogues;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code beneficiary_import} and {@code beneficiary_import_content}: files are kept in rows of 256 KB. */
@Repository
class ImportTable {

    private static final int CHUNK = 256 * 1024;

    private final Database database;
    private final Dialect dialect;

    ImportTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    /** A file that was received. */
    record StoredImport(String id, long companyId, String userCode, String fileName) {}

    /** Keeps a file, and forgets those from before that time. */
    void insert(StoredImport file, byte[] octets, Instant now, Instant forgotten) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM beneficiary_import WHERE created_at < ?")) {
                dialect.bind(delete, 1, forgotten);
                delete.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO beneficiary_import (id, company_id, user_code, file_name, created_at) VALUES (?, ?, ?, ?, ?)")) {
                insert.setString(1, file.id());
                insert.setLong(2, file.companyId());
                insert.setString(3, file.userCode());
                insert.setString(4, file.fileName());
                dialect.bind(insert, 5, now);
                insert.executeUpdate();
            }
            write(connection, file.id(), octets);
            return true;
        });
    }

    Optional<StoredImport> find(String id, String userCode) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT company_id, file_name FROM beneficiary_import WHERE id = ? AND user_code = ?")) {
                query.setString(1, id);
                query.setString(2, userCode);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new StoredImport(id, rows.getLong(1), userCode, rows.getString(2)))
                            : Optional.empty();
                }
            }
        });
    }

    /** A file's octets; empty when it is no longer there. */
    Optional<byte[]> content(String id) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT octets FROM beneficiary_import_content WHERE import_id = ? ORDER BY seq")) {
                query.setString(1, id);
                ByteArrayOutputStream octets = new ByteArrayOutputStream();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        octets.writeBytes(rows.getBytes(1));
                    }
                }
                return octets.size() == 0 ? Optional.empty() : Optional.of(octets.toByteArray());
            }
        });
    }

    /** Forgets a file; gives whether it was there, which of several who apply it at once one is told. */
    boolean delete(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM beneficiary_import WHERE id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate() == 1;
        }
    }

    private static void write(Connection connection, String id, byte[] octets) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO beneficiary_import_content (import_id, seq, octets) VALUES (?, ?, ?)")) {
            for (int from = 0; from < octets.length; from += CHUNK) {
                insert.setString(1, id);
                insert.setInt(2, from / CHUNK);
                insert.setBytes(3, Arrays.copyOfRange(octets, from, Math.min(octets.length, from + CHUNK)));
                insert.executeUpdate();
            }
        }
    }
}

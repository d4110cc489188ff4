package org.valija.server.sending;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code draft_preview}. */
@Repository
class DraftPreviewTable {

    private static final String COLUMNS = "draft_id, content_id, fingerprint, message_id, size, smtputf8, made_at";

    private final Database database;
    private final Dialect dialect;

    DraftPreviewTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    Optional<DraftPreview> find(String draftId) {
        return database.run(connection -> find(connection, draftId));
    }

    Optional<DraftPreview> find(Connection connection, String draftId) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM draft_preview WHERE draft_id = ?")) {
            query.setString(1, draftId);
            return read(query).stream().findFirst();
        }
    }

    /** Those that were made before then. */
    List<DraftPreview> madeBefore(Instant time, int most) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT " + COLUMNS + " FROM draft_preview WHERE made_at < ? LIMIT ?")) {
                dialect.bind(query, 1, time);
                query.setInt(2, most);
                return read(query);
            }
        });
    }

    void insert(Connection connection, DraftPreview preview) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO draft_preview (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, preview.draftId());
            insert.setString(2, preview.contentId());
            insert.setString(3, preview.fingerprint());
            insert.setString(4, preview.messageId());
            insert.setLong(5, preview.size());
            insert.setBoolean(6, preview.smtpUtf8());
            dialect.bind(insert, 7, preview.madeAt());
            insert.executeUpdate();
        }
    }

    void delete(Connection connection, String draftId) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM draft_preview WHERE draft_id = ?")) {
            delete.setString(1, draftId);
            delete.executeUpdate();
        }
    }

    private List<DraftPreview> read(PreparedStatement query) throws SQLException {
        List<DraftPreview> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(new DraftPreview(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getLong(5),
                        rows.getBoolean(6),
                        dialect.instant(rows, 7).orElseThrow()));
            }
        }
        return found;
    }
}

package org.valija.server.documents;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.files.Contents.Kept;
import org.valija.sql.Database;

/** All SQL of {@code document_file}. */
@Repository
class DocumentFileTable {

    private final Database database;

    DocumentFileTable(Database database) {
        this.database = database;
    }

    /** A file whose content is kept and that is not yet of a document. */
    record NewFile(Role role, String fileName, String mediaType, Kept content) {}

    /** Gives a document a file; false when it has one in that role, where it may have one alone. */
    boolean insert(Connection connection, long documentId, NewFile file) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO document_file (document_id, content_id, role, file_name, stem, media_type, size, sha256)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """)) {
            insert.setLong(1, documentId);
            insert.setString(2, file.content().id());
            insert.setString(3, file.role().name());
            insert.setString(4, file.fileName());
            insert.setString(5, DocumentFile.stem(file.fileName()));
            insert.setString(6, file.mediaType());
            insert.setLong(7, file.content().size());
            insert.setString(8, file.content().sha256());
            return insert.executeUpdate() == 1;
        }
    }

    /** The files of each of these documents, in the order in which they came. */
    Map<Long, List<DocumentFile>> of(Connection connection, Collection<Long> documentIds) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT document_id, id, role, file_name, media_type, size, sha256 FROM document_file"
                        + " WHERE document_id IN (" + "?, ".repeat(documentIds.size() - 1) + "?) ORDER BY id")) {
            int next = 1;
            for (long id : documentIds) {
                query.setLong(next++, id);
            }
            Map<Long, List<DocumentFile>> found = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getLong("document_id"), _ -> new ArrayList<>())
                            .add(new DocumentFile(
                                    rows.getLong("id"),
                                    Role.valueOf(rows.getString("role")),
                                    rows.getString("file_name"),
                                    rows.getString("media_type"),
                                    rows.getLong("size"),
                                    rows.getString("sha256")));
                }
            }
            return found;
        }
    }

    /** Where a file's octets are. */
    Optional<String> contentId(long fileId) {
        return database.run(connection -> contentId(connection, fileId));
    }

    Optional<String> contentId(Connection connection, long fileId) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT content_id FROM document_file WHERE id = ?")) {
            query.setLong(1, fileId);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /** Documents that have a file of that role and that stem. */
    List<Long> named(Connection connection, Role role, String stem) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT document_id FROM document_file WHERE stem = ? AND role = ? ORDER BY id DESC LIMIT 100")) {
            query.setString(1, stem);
            query.setString(2, role.name());
            List<Long> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
            return found;
        }
    }

    void delete(Connection connection, long fileId) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM document_file WHERE id = ?")) {
            delete.setLong(1, fileId);
            delete.executeUpdate();
        }
    }

    /** Contents that are in no file and older than that id, which grows with time. */
    List<String> strays(String olderThan) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                    SELECT DISTINCT c.content_id FROM document_content c
                    WHERE c.content_id < ? AND c.seq = 0
                      AND NOT EXISTS (SELECT 1 FROM document_file f WHERE f.content_id = c.content_id)
                    """)) {
                query.setString(1, olderThan);
                List<String> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
                return found;
            }
        });
    }
}

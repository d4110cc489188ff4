package org.valija.server.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.server.documents.Kind;
import org.valija.sql.Database;
import org.valija.sql.Dialect;

/** All SQL of {@code mail_template}. */
@Repository
class MailTemplateTable {

    private final Database database;
    private final Dialect dialect;

    MailTemplateTable(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    Optional<MailTemplate> find(long companyId, Kind kind) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT subject, body, signature, updated_by, updated_at FROM"
                            + " mail_template WHERE company_id = ? AND kind = ?")) {
                query.setLong(1, companyId);
                query.setString(2, kind.name());
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new MailTemplate(
                                    new MailText(rows.getString(1), rows.getString(2), rows.getString(3)),
                                    rows.getString(4),
                                    dialect.instant(rows, 5).orElseThrow()))
                            : Optional.empty();
                }
            }
        });
    }

    /**
     * Writes one in the place of the one that its author has seen.
     *
     * @param seen when that was written; empty when there was none
     * @return whether that is still so; nothing was written otherwise
     */
    boolean write(Connection connection, long companyId, Kind kind, MailTemplate template, Optional<Instant> seen)
            throws SQLException {
        String sql = seen.isPresent()
                ? "UPDATE mail_template SET subject = ?, body = ?, signature = ?, updated_by = ?, updated_at = ?"
                        + " WHERE company_id = ? AND kind = ? AND updated_at = ?"
                : "INSERT INTO mail_template (subject, body, signature, updated_by, updated_at, company_id, kind)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (company_id, kind) DO NOTHING";
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setString(1, template.text().subject());
            write.setString(2, template.text().body());
            write.setString(3, template.text().signature());
            write.setString(4, template.updatedBy());
            dialect.bind(write, 5, template.updatedAt());
            write.setLong(6, companyId);
            write.setString(7, kind.name());
            if (seen.isPresent()) {
                dialect.bind(write, 8, seen.get());
            }
            return write.executeUpdate() == 1;
        }
    }

    /** Whether there was one. */
    boolean remove(Connection connection, long companyId, Kind kind) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM mail_template WHERE company_id = ? AND kind = ?")) {
            delete.setLong(1, companyId);
            delete.setString(2, kind.name());
            return delete.executeUpdate() == 1;
        }
    }
}

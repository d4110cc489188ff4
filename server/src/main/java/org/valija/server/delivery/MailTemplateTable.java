package org.valija.server.delivery;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

    void write(long companyId, Kind kind, MailText text, String userCode, Instant now) {
        database.inTransaction(connection -> {
            try (PreparedStatement write = connection.prepareStatement("""
                    INSERT INTO mail_template (company_id, kind, subject, body, signature, updated_by, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (company_id, kind) DO UPDATE SET subject = excluded.subject, body = excluded.body,
                      signature = excluded.signature, updated_by = excluded.updated_by, updated_at = excluded.updated_at
                    """)) {
                write.setLong(1, companyId);
                write.setString(2, kind.name());
                write.setString(3, text.subject());
                write.setString(4, text.body());
                write.setString(5, text.signature());
                write.setString(6, userCode);
                dialect.bind(write, 7, now);
                return write.executeUpdate();
            }
        });
    }

    /** Whether there was one. */
    boolean remove(long companyId, Kind kind) {
        return database.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM mail_template WHERE company_id = ? AND kind = ?")) {
                delete.setLong(1, companyId);
                delete.setString(2, kind.name());
                return delete.executeUpdate() == 1;
            }
        });
    }
}

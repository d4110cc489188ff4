package org.valija.server.documents;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.valija.server.documents.DocumentFile.Role;

/**
 * A document that can be sent. What has no value of a text is empty text.
 *
 * @param id of its row
 * @param companyId whose it is
 * @param kind what it is
 * @param number <em>folio</em>
 * @param date that stands on it
 * @param year of its period
 * @param month of its period, 1 to 12; of a longer one the last
 * @param beneficiaryId in the catalogue, where it is known there
 * @param beneficiaryRfc as on the document
 * @param beneficiaryName as on the document
 * @param concept what it is for
 * @param amount as written, with its decimals
 * @param currency of the amount, {@code MXN}
 * @param bankAccount that the money left or came to
 * @param uuid <em>folio fiscal</em>
 * @param stamped whether it is <em>timbrado</em>
 * @param seal what was found of its seal when it came in
 * @param findings how many rules it was found to break when it came in
 * @param source how it came
 * @param createdBy the user, program or folder that it came from
 * @param lastSentAt when it was last handed to the outbox
 * @param sentCount how often
 * @param files in the order in which they came
 */
public record Document(
        long id,
        long companyId,
        Kind kind,
        String number,
        LocalDate date,
        int year,
        int month,
        Optional<Long> beneficiaryId,
        String beneficiaryRfc,
        String beneficiaryName,
        String concept,
        Optional<BigDecimal> amount,
        String currency,
        String bankAccount,
        Optional<UUID> uuid,
        boolean stamped,
        Seal seal,
        int findings,
        Source source,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> lastSentAt,
        int sentCount,
        List<DocumentFile> files) {

    public Document {
        files = List.copyOf(files);
    }

    /** Its file in that role. */
    public Optional<DocumentFile> file(Role role) {
        return files.stream().filter(file -> file.role() == role).findFirst();
    }

    /** Whether a PDF was brought. */
    public boolean hasPdf() {
        return file(Role.PDF).isPresent();
    }

    /** Whether nothing keeps it from being sent: a retención must be stamped. */
    public boolean isSendable() {
        return kind != Kind.RETENCION || stamped;
    }

    /** Its place in a list. */
    DocumentKey key() {
        return new DocumentKey(period(year, month), date, id);
    }

    static int period(int year, int month) {
        return year * 100 + month;
    }
}

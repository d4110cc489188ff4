package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.valija.server.documents.Document;
import org.valija.server.documents.DocumentFile;
import org.valija.server.documents.Kind;
import org.valija.server.documents.Seal;

/**
 * A document as programs see it; the fields are those of {@link Document}.
 *
 * @param company RFC
 * @param date as in {@code 2025-12-31}
 * @param amount as decimal text
 * @param sendable whether nothing keeps it from being sent
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record DocumentBody(
        long id,
        String company,
        Kind kind,
        String number,
        String date,
        int year,
        int month,
        Party beneficiary,
        String concept,
        Optional<String> amount,
        String currency,
        String bankAccount,
        Optional<UUID> uuid,
        boolean stamped,
        Seal seal,
        int findings,
        boolean sendable,
        Instant createdAt,
        int sentCount,
        Optional<Instant> lastSentAt,
        List<File> files) {

    DocumentBody {
        files = List.copyOf(files);
    }

    /** Whom it names. */
    record Party(String rfc, String name) {}

    /** One of its files. */
    record File(long id, DocumentFile.Role role, String name, String contentType, long size, String sha256) {}

    static DocumentBody of(Document document, String company) {
        return new DocumentBody(
                document.id(),
                company,
                document.kind(),
                document.number(),
                document.date().toString(),
                document.year(),
                document.month(),
                new Party(document.beneficiaryRfc(), document.beneficiaryName()),
                document.concept(),
                document.amount().map(BigDecimal::toPlainString),
                document.currency(),
                document.bankAccount(),
                document.uuid(),
                document.stamped(),
                document.seal(),
                document.findings(),
                document.isSendable(),
                document.createdAt(),
                document.sentCount(),
                document.lastSentAt(),
                document.files().stream()
                        .map(file -> new File(
                                file.id(), file.role(), file.fileName(), file.mediaType(), file.size(), file.sha256()))
                        .toList());
    }
}

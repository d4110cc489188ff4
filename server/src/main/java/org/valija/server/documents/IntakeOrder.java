package org.valija.server.documents;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What is to become of files.
 *
 * @param companyId whose they are; a retención is its issuer's all the same
 * @param kind what they are that are no retención; {@link Kind#RETENCION} where nothing else is taken
 * @param date of documents that do not tell theirs; its month is their period
 * @param source how they come
 * @param by who brings them
 * @param rights what who brings them may bring; the rest is refused
 */
public record IntakeOrder(
        Optional<Long> companyId, Kind kind, LocalDate date, Source source, String by, IntakeRights rights) {

    /** @throws RefusedFileException when who brings it may not bring a document of that kind for that company */
    void check(long company, Kind brought) {
        if (!rights.kinds().contains(brought)) {
            throw RefusedFileException.of("notPermitted");
        }
        if (!rights.companies().includes(company)) {
            throw RefusedFileException.of("notAuthorised");
        }
    }
}

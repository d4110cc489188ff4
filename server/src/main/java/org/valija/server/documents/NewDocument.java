package org.valija.server.documents;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A document before it is stored; the fields are those of {@link Document}.
 *
 * @param identity tells that the same one comes again, within its company; without one it is always another
 * @param fingerprint of what was handed in under an identity that the caller chose; another under it is not the same
 */
record NewDocument(
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
        Optional<String> identity,
        Optional<String> fingerprint) {

    private static final int LONGEST_WORDS = 400;

    /** What is searched. */
    String words() {
        String all = folded(Stream.of(
                        number,
                        beneficiaryRfc,
                        beneficiaryName,
                        concept,
                        uuid.map(UUID::toString).orElse(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" ")));
        return all.substring(0, Math.min(all.length(), LONGEST_WORDS));
    }

    /** Small letters without accents, as people search. */
    static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .strip();
    }
}

package org.valija.server.documents;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which documents are meant.
 *
 * @param companyId whose
 * @param kinds one of these
 * @param year of the period; without it the months do not count
 * @param monthFrom the first, 1 to 12
 * @param monthTo the last
 * @param beneficiaryId of the catalogue
 * @param text words in number, RFC, name, concept or UUID, all of them; accents and capitals do not count
 * @param sent whether it was sent
 * @param lackingAddress whether the catalogue has no address for its beneficiary
 * @param stamped whether it is <em>timbrado</em>
 */
public record DocumentFilter(
        long companyId,
        Set<Kind> kinds,
        Optional<Integer> year,
        int monthFrom,
        int monthTo,
        Optional<Long> beneficiaryId,
        String text,
        Optional<Boolean> sent,
        boolean lackingAddress,
        Optional<Boolean> stamped) {

    private static final int LAST_MONTH = 12;

    public DocumentFilter {
        kinds = Set.copyOf(kinds);
        text = NewDocument.folded(text);
    }

    /** All of a company of these kinds. */
    public static DocumentFilter of(long companyId, Set<Kind> kinds) {
        return new DocumentFilter(
                companyId,
                kinds,
                Optional.empty(),
                1,
                LAST_MONTH,
                Optional.empty(),
                "",
                Optional.empty(),
                false,
                Optional.empty());
    }

    /** All of a company. */
    public static DocumentFilter of(long companyId) {
        return of(companyId, EnumSet.allOf(Kind.class));
    }

    /** The same in these months of a year. */
    public DocumentFilter in(int newYear, int from, int to) {
        return new DocumentFilter(
                companyId, kinds, Optional.of(newYear), from, to, beneficiaryId, text, sent, lackingAddress, stamped);
    }

    /** The same with these words. */
    public DocumentFilter withText(String newText) {
        return new DocumentFilter(
                companyId, kinds, year, monthFrom, monthTo, beneficiaryId, newText, sent, lackingAddress, stamped);
    }

    /** The same of one beneficiary. */
    public DocumentFilter of(Optional<Long> newBeneficiaryId) {
        return new DocumentFilter(
                companyId, kinds, year, monthFrom, monthTo, newBeneficiaryId, text, sent, lackingAddress, stamped);
    }

    /** The same, sent or not. */
    public DocumentFilter withSent(Optional<Boolean> newSent) {
        return new DocumentFilter(
                companyId, kinds, year, monthFrom, monthTo, beneficiaryId, text, newSent, lackingAddress, stamped);
    }

    /** The same, only those for whose beneficiary there is no address. */
    public DocumentFilter withLackingAddress(boolean lacking) {
        return new DocumentFilter(
                companyId, kinds, year, monthFrom, monthTo, beneficiaryId, text, sent, lacking, stamped);
    }

    /** The same, stamped or not. */
    public DocumentFilter withStamped(Optional<Boolean> newStamped) {
        return new DocumentFilter(
                companyId, kinds, year, monthFrom, monthTo, beneficiaryId, text, sent, lackingAddress, newStamped);
    }
}

package org.valija.server.documents;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of a document as somebody typed them, or a program sent them. What was left out is empty text.
 *
 * @param companyId whose it is
 * @param kind what it is
 * @param number <em>folio</em>
 * @param date as in {@code 2025-12-31}
 * @param beneficiaryRfc by which the catalogue knows them
 * @param beneficiaryName empty for the catalogue's
 * @param concept what it is for
 * @param amount with a point before the decimals
 * @param currency empty for pesos
 * @param bankAccount that the money left or came to
 */
public record DocumentFields(
        Optional<Long> companyId,
        Optional<Kind> kind,
        String number,
        String date,
        String beneficiaryRfc,
        String beneficiaryName,
        String concept,
        String amount,
        String currency,
        String bankAccount) {

    public DocumentFields {
        number = text(number);
        date = text(date);
        beneficiaryRfc = text(beneficiaryRfc);
        beneficiaryName = text(beneficiaryName);
        concept = text(concept);
        amount = text(amount);
        currency = text(currency);
        bankAccount = text(bankAccount);
    }

    static DocumentFields of(Document document) {
        return new DocumentFields(
                Optional.of(document.companyId()),
                Optional.of(document.kind()),
                document.number(),
                document.date().toString(),
                document.beneficiaryRfc(),
                document.beneficiaryName(),
                document.concept(),
                document.amount().map(amount -> amount.toPlainString()).orElse(""),
                document.currency(),
                document.bankAccount());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}

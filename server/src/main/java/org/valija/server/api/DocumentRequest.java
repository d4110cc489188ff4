package org.valija.server.api;

import java.util.Optional;
import org.valija.server.documents.Kind;

/**
 * A document that a program hands in, as it says it. Of a retención the XML says everything.
 *
 * @param company RFC; may be empty where a retención tells it, or there is one company alone
 * @param kind left out, a retención
 * @param number its folio
 * @param date as in {@code 2025-12-31}; of a report left out, today
 * @param amount as decimal text, so that nothing is rounded on the way
 */
record DocumentRequest(
        String company,
        Optional<Kind> kind,
        String number,
        String date,
        Optional<PartyRequest> beneficiary,
        String concept,
        String amount,
        String currency,
        String bankAccount) {

    DocumentRequest {
        company = text(company);
        number = text(number);
        date = text(date);
        concept = text(concept);
        amount = text(amount);
        currency = text(currency);
        bankAccount = text(bankAccount);
    }

    /** Whom a document names. */
    record PartyRequest(String rfc, String name) {
        PartyRequest {
            rfc = text(rfc);
            name = text(name);
        }
    }

    /** What a form without such a part says. */
    static DocumentRequest empty() {
        return new DocumentRequest("", Optional.empty(), "", "", Optional.empty(), "", "", "", "");
    }

    Kind kindOrUsual() {
        return kind.orElse(Kind.RETENCION);
    }

    /** What a document leaves out is there as nothing. */
    private static String text(String given) {
        return Optional.ofNullable(given).orElse("");
    }
}

package org.valija.server.delivery;

import java.util.Locale;
import java.util.Optional;

/** What a mail's text may leave open: written between braces, it is filled for each document. */
public enum MailField {
    /** Name of who gets it. */
    BENEFICIARIO,
    /** RFC of who gets it. */
    RFC,
    /** Name of the company that sends. */
    EMPRESA,
    /** RFC of the company that sends. */
    RFC_EMPRESA,
    /** What kind of document it is, in words. */
    DOCUMENTO,
    /** The document's number. */
    FOLIO,
    /** The document's date. */
    FECHA,
    /** The month or year that it is of. */
    PERIODO,
    /** Its amount with the currency; empty where it has none. */
    IMPORTE,
    /** What it is for. */
    CONCEPTO,
    /** The bank account; empty where it has none. */
    CUENTA,
    /** Its fiscal folio; empty where it has none. */
    UUID;

    /** As people write it, without braces. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people write it. */
    public String written() {
        return "{" + word() + "}";
    }

    /** The field of that word, whatever its case. */
    static Optional<MailField> of(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        for (MailField field : values()) {
            if (field.word().equals(wanted)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}

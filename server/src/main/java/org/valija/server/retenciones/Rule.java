package org.valija.server.retenciones;

import java.util.Locale;

/** What SAT's standard asks of a retención, and what its seals must show. */
public enum Rule {
    ATTRIBUTE_REQUIRED(Severity.ERROR),
    RFC_PATTERN(Severity.ERROR),
    CURP_PATTERN(Severity.ERROR),
    POSTAL_CODE_PATTERN(Severity.ERROR),
    CERTIFICATE_NUMBER_PATTERN(Severity.ERROR),
    UUID_PATTERN(Severity.ERROR),
    FOLIO_PATTERN(Severity.ERROR),
    TEXT_TOO_LONG(Severity.ERROR),
    KEY_UNKNOWN(Severity.ERROR),
    /** SAT adds to these catalogues at times. */
    KEY_NOT_LISTED(Severity.WARNING),
    DESCRIPTION_REQUIRED(Severity.ERROR),
    RECEIVER_KIND(Severity.ERROR),
    MONTH_PATTERN(Severity.ERROR),
    PERIOD_BACKWARDS(Severity.ERROR),
    YEAR_IN_FUTURE(Severity.WARNING),
    AMOUNT_NEGATIVE(Severity.ERROR),
    AMOUNT_DECIMALS(Severity.ERROR),
    OPERATION_SUM(Severity.ERROR),
    WITHHELD_SUM(Severity.ERROR),
    TAX_AND_PAYMENT(Severity.WARNING),
    DATE_PATTERN(Severity.ERROR),
    STAMP_BEFORE_ISSUE(Severity.WARNING),
    /** A draft of no fiscal validity. */
    STAMP_MISSING(Severity.WARNING),
    /** What SAT's standard does not know, no seal protects. */
    ATTRIBUTE_UNKNOWN(Severity.ERROR),
    NODE_UNKNOWN(Severity.ERROR),
    /** Of no sector that version 2.0 has a complement for. */
    COMPLEMENT_UNKNOWN(Severity.WARNING),
    /** The bar separates values in the cadena original: with one inside, two documents have the same. */
    BAR_IN_VALUE(Severity.WARNING),
    SEAL_ALTERED(Severity.ERROR),
    SEAL_UNVERIFIABLE(Severity.WARNING),
    CERTIFICATE_NUMBER_DIFFERS(Severity.ERROR),
    CERTIFICATE_RFC_DIFFERS(Severity.ERROR),
    CERTIFICATE_NOT_IN_FORCE(Severity.ERROR),
    SELLO_CFD_DIFFERS(Severity.ERROR),
    SAT_SEAL_ALTERED(Severity.ERROR);

    /** How grave it is. */
    public enum Severity {
        /** SAT would not have accepted it, or somebody changed it. */
        ERROR,
        /** Worth a look. */
        WARNING
    }

    private final Severity severity;

    Rule(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package org.valija.server.retenciones;

import java.util.regex.Pattern;

/** How values are written: SAT's data types (tdCFDI). */
final class Patterns {

    private static final String DAY = "[0-9]{2}(0[1-9]|1[012])(0[1-9]|[12][0-9]|3[01])";

    static final Pattern RFC = Pattern.compile("[A-Z&Ñ]{3,4}" + DAY + "[A-Z0-9]{2}[0-9A]");
    static final Pattern RFC_OF_COMPANY = Pattern.compile("[A-Z&Ñ]{3}" + DAY + "[A-Z0-9]{2}[0-9A]");
    static final Pattern CURP =
            Pattern.compile("[A-Z][AEIOUX][A-Z]{2}" + DAY + "[MHX][A-Z]{2}[B-DF-HJ-NÑP-TV-Z]{3}[0-9A-Z][0-9]");
    static final Pattern POSTAL_CODE = Pattern.compile("[0-9]{5}");
    static final Pattern CERTIFICATE_NUMBER = Pattern.compile("[0-9]{20}");
    static final Pattern FOLIO_INT = Pattern.compile("[0-9a-zA-Z]{1,20}");
    static final Pattern MONTH = Pattern.compile("0[1-9]|1[0-2]");
    static final Pattern UUID =
            Pattern.compile("[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}");

    private Patterns() {}
}

package org.valija.oauth;

import java.util.Locale;

/** The one form in which addresses are kept and compared. */
final class Addresses {

    private Addresses() {}

    /** Without blanks around it and in lower case: providers do not tell addresses apart by case. */
    static String canonical(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }
}

package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MailAddress;

/** What may stand in a field of the catalogues, typed or imported, in the form in which it is stored; empty for what may not. */
final class FieldRules {

    /** SAT's longest name of a receiver. */
    static final int LONGEST_NAME = 254;

    static final int LONGEST_ROLE = 60;
    static final int MOST_CONTACTS = 20;

    private static final Pattern CURP = Pattern.compile("[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX][A-Z]{5}[A-Z0-9][0-9]");
    private static final Pattern POSTAL_CODE = Pattern.compile("[0-9]{4,5}");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");
    private static final Pattern REGIME = Pattern.compile("6[0-9]{2}");

    /** Signs that stand in no name, but where a letter with an accent was read in another encoding than it was written in. */
    private static final Pattern MISREAD =
            Pattern.compile("[\uFFFD¤¢£¥µ\u201A\u0080-\u009F]|Ã[\u0080-\u00BF\u0192\u2018-\u2122]");

    private static final Pattern SHEET_ERROR =
            Pattern.compile("#(REF!|N/A|NAME\\?|VALUE!|DIV/0!|NULL!|NUM!|¡REF!|¿NOMBRE\\?|¡VALOR!)");

    private FieldRules() {}

    /** A name of up to so many characters; it may be empty. */
    static Optional<String> name(String typed, int longest) {
        String name = typed.strip().replaceAll("\\s+", " ");
        boolean plain = name.chars().noneMatch(Character::isISOControl)
                && !SHEET_ERROR.matcher(name).matches();
        return plain && name.length() <= longest ? Optional.of(name) : Optional.empty();
    }

    /** Whether letters were read in another encoding than they were written in. */
    static boolean isMisread(String text) {
        return MISREAD.matcher(text).find();
    }

    /** A CURP; it may be empty. */
    static Optional<String> curp(String typed) {
        String curp = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]+", "");
        return curp.isEmpty() || CURP.matcher(curp).matches() ? Optional.of(curp) : Optional.empty();
    }

    /** Five digits; sheets take the zero before the other four for nothing. It may be empty. */
    static Optional<String> postalCode(String typed) {
        String code = typed.strip();
        if (code.isEmpty()) {
            return Optional.of("");
        }
        return POSTAL_CODE.matcher(code).matches()
                ? Optional.of("0".repeat(5 - code.length()) + code)
                : Optional.empty();
    }

    /** SAT's key of a <em>régimen fiscal</em>; it may be empty. */
    static Optional<String> regime(String typed) {
        String regime = typed.strip();
        return regime.isEmpty() || REGIME.matcher(regime).matches() ? Optional.of(regime) : Optional.empty();
    }

    /** A colour as {@code #rrggbb}. */
    static Optional<String> colour(String typed) {
        String colour = typed.strip().toLowerCase(Locale.ROOT);
        return COLOUR.matcher(colour).matches() ? Optional.of(colour) : Optional.empty();
    }

    /** The only address that was typed. */
    static Optional<String> address(String typed) {
        return addresses(typed)
                .filter(found -> found.size() == 1)
                .map(found -> found.getFirst().address());
    }

    /** Addresses between commas or semicolons, each with or without a name. */
    static Optional<List<MailAddress>> addresses(String typed) {
        try {
            return Optional.of(new ArrayList<>(MailAddress.parseList(typed)));
        } catch (InvalidAddressException e) {
            return Optional.empty();
        }
    }
}

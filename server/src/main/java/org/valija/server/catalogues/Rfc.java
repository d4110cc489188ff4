package org.valija.server.catalogues;

import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valija.server.text.Folded;

/** The <em>Registro Federal de Contribuyentes</em>: its form, and what one of them stands for. */
public final class Rfc {

    /** For who is not registered in Mexico. */
    public static final String FOREIGN = "XEXX010101000";

    /** For the public in general. */
    public static final String PUBLIC = "XAXX010101000";

    private static final Set<String> GENERIC = Set.of(FOREIGN, PUBLIC);
    private static final Pattern FORM = Pattern.compile("[A-ZÑ&]{3,4}[0-9]{2}([0-9]{2})([0-9]{2})[A-Z0-9]{2}[0-9A]");
    private static final Pattern BETWEEN = Pattern.compile("[\\s.-]+");

    private Rfc() {}

    /** An RFC in capitals without blanks or hyphens, if what was typed has the form of one, its date included. */
    public static Optional<String> canonical(String typed) {
        String rfc = BETWEEN.matcher(typed.strip().toUpperCase(Locale.ROOT)).replaceAll("");
        Matcher matcher = FORM.matcher(rfc);
        return matcher.matches() && isDay(matcher.group(1), matcher.group(2)) ? Optional.of(rfc) : Optional.empty();
    }

    /** Whether it stands for many: what tells them apart is the name. */
    public static boolean isGeneric(String rfc) {
        return GENERIC.contains(rfc);
    }

    /** What a company has one of: an RFC, or a generic one with a name. */
    public static String identity(String rfc, String name) {
        return isGeneric(rfc) ? rfc + " " + Folded.of(name) : rfc;
    }

    /** The two digits of the year do not tell the century: any 29 February may have been. */
    private static boolean isDay(String month, String day) {
        try {
            MonthDay.of(Integer.parseInt(month), Integer.parseInt(day));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}

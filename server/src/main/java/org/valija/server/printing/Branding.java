package org.valija.server.printing;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose paper it is.
 *
 * @param company its name as it stands on its papers
 * @param rfc empty where it is not known
 * @param colour as {@code #rrggbb}; a light one is darkened where text needs it
 */
public record Branding(String company, String rfc, Optional<Logo> logo, String colour) {

    /** The colour of who chose none. */
    public static final String DEFAULT_COLOUR = "#0b5563";

    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    public Branding {
        if (!isColour(colour)) {
            throw new IllegalArgumentException("not a colour of the form #rrggbb");
        }
    }

    /** Whether a company may have it as its colour. */
    public static boolean isColour(String text) {
        return COLOUR.matcher(text).matches();
    }

    /** A company with neither logo nor colour of its own. */
    public static Branding plain(String company, String rfc) {
        return new Branding(company, rfc, Optional.empty(), DEFAULT_COLOUR);
    }
}

package org.valija.server.printing;

import java.util.Locale;

/**
 * The colours of a paper, derived from the company's one so that text stays readable in it and on it.
 *
 * @param strong for lines, heads and white text upon it
 * @param tint of grounds under dark text
 */
record Inks(String strong, String tint) {

    /** What WCAG asks for text of ordinary size. */
    private static final double CONTRAST = 4.5;

    private static final double DARKER = 0.92;
    private static final double TINT = 0.07;

    static Inks of(String colour) {
        double red = Integer.parseInt(colour.substring(1, 3), 16);
        double green = Integer.parseInt(colour.substring(3, 5), 16);
        double blue = Integer.parseInt(colour.substring(5, 7), 16);
        while (1.05 / (luminance(red, green, blue) + 0.05) < CONTRAST) {
            red *= DARKER;
            green *= DARKER;
            blue *= DARKER;
        }
        return new Inks(hex(red, green, blue), hex(tint(red), tint(green), tint(blue)));
    }

    /** The style sheet with its places for colours filled. */
    String fill(String sheet) {
        return sheet.replace("@strong@", strong).replace("@tint@", tint);
    }

    private static double tint(double part) {
        return 255 - (255 - part) * TINT;
    }

    private static double luminance(double red, double green, double blue) {
        return 0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static String hex(double red, double green, double blue) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", Math.round(red), Math.round(green), Math.round(blue));
    }
}

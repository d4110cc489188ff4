package org.valija.server.printing;

/** The head of a first page, and what is repeated on the pages. Measures in millimetres. */
final class Letterhead {

    private static final double LOGO_WIDTH = 43;
    private static final double LOGO_HEIGHT = 16;
    private static final int IN_MARGIN = 60;
    private static final int LONG_NAME = 60;
    private static final int LONGEST_NAME = 160;

    private final Branding branding;

    Letterhead(Branding branding) {
        this.branding = branding;
    }

    /** Company at the left; the paper's title and its marks are written into what is returned. */
    Tag head(Tag body) {
        Tag row = body.add("table", "head").add("tr");
        branding.logo().ifPresent(logo -> logo(row.add("td", "logo"), logo));
        Tag company = row.add("td");
        company.add("div", sized("company", branding.company())).text(branding.company());
        if (!branding.rfc().isEmpty()) {
            company.add("div", "under").text(Papers.word("bank.rfc", branding.rfc()));
        }
        return row.add("td", "what");
    }

    /** What later pages begin and all pages end with. Comes before everything else of the page. */
    static void repeated(Tag body, String left, String right, String foot) {
        Tag again = body.add("div", "again").add("table").add("tr");
        again.add("td").text(cut(left));
        again.add("td", "right").text(cut(right));
        body.add("div", "foot").text(cut(foot));
        body.add("div", "number");
    }

    /** In the margin there is one line. */
    private static String cut(String text) {
        return text.length() <= IN_MARGIN ? text : text.substring(0, IN_MARGIN).strip() + "…";
    }

    /** Names of any length: the letters of long ones are smaller. */
    static String sized(String styleClass, String name) {
        if (name.length() > LONGEST_NAME) {
            return styleClass + " longest";
        }
        return name.length() > LONG_NAME ? styleClass + " long" : styleClass;
    }

    private static void logo(Tag cell, Logo logo) {
        double scale = Math.min(LOGO_WIDTH / logo.width(), LOGO_HEIGHT / logo.height());
        cell.logo().style("width: %.2fmm; height: %.2fmm", logo.width() * scale, logo.height() * scale);
    }
}

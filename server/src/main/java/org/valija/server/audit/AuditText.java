package org.valija.server.audit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as the audit keeps it: one line of bounded length, or constants of the program in theirs, and without anything that looks like a secret. */
final class AuditText {

    static final int LONGEST = 200;
    /** What a profile permits, all of it, has room. */
    static final int MOST_OF_WORDS = 8_000;

    static final String HIDDEN = "•••";

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,255}");
    private static final Pattern CODE = Pattern.compile("\\S{1,120}");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_.:/-]{1,60}");

    /** What people are given for a key: five groups of four. */
    private static final Pattern GIVEN_KEY = Pattern.compile("\\b[A-Z0-9]{4}(-[A-Z0-9]{4}){4}\\b");

    /** What tokens begin with, ours and the providers'. */
    private static final Pattern TOKEN = Pattern.compile("(vlj_|ya29\\.|1//|4/0|EwB|eyJ|GOCSPX-)[\\w.~+/=-]{8,}");

    /** What is random and long; a fiscal folio is neither. */
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9_~+/=-]{32,}");

    private static final Pattern FOLIO =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern LETTER_AND_DIGIT = Pattern.compile("(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z]).*");

    private AuditText() {}

    /** A value as that detail has it. */
    static String of(AuditDetail.Form form, String value) {
        return switch (form) {
            case ADDRESS -> fits(ADDRESS, value);
            case CODE -> fits(CODE, value);
            case WORD -> fits(WORD, value);
            case WORDS -> words(value);
            case NAME, NUMBER, MOMENT -> name(value);
        };
    }

    /** What people call something. */
    static String name(String value) {
        String line = UNSEEN.matcher(value).replaceAll(" ").strip();
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
        return withoutRandom(
                TOKEN.matcher(GIVEN_KEY.matcher(cut).replaceAll(HIDDEN)).replaceAll(HIDDEN));
    }

    private static String fits(Pattern pattern, String value) {
        String stripped = value.strip();
        return stripped.isEmpty() || pattern.matcher(stripped).matches() ? name(stripped) : HIDDEN;
    }

    private static String words(String value) {
        StringBuilder fitting = new StringBuilder();
        for (String word : value.strip().split("\\s+", -1)) {
            if (fitting.length() > MOST_OF_WORDS) {
                return fitting.append(" …").toString();
            }
            fitting.append(fitting.isEmpty() ? "" : " ").append(fits(WORD, word));
        }
        return fitting.toString();
    }

    private static String withoutRandom(String text) {
        Matcher runs = RANDOM.matcher(text);
        return runs.replaceAll(run -> isRandom(run.group()) ? HIDDEN : Matcher.quoteReplacement(run.group()));
    }

    private static boolean isRandom(String run) {
        return !FOLIO.matcher(run.toLowerCase(Locale.ROOT)).find()
                && LETTER_AND_DIGIT.matcher(run).matches();
    }
}

package org.valija.server.libraries;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Locale;

/** Maven's order of versions, as far as libraries make use of it: numbers by value, and a word before its release. */
final class Versions implements Comparator<String> {

    static final Comparator<String> ORDER = new Versions();

    private Versions() {}

    @Override
    public int compare(String first, String second) {
        String[] ours = parts(first);
        String[] theirs = parts(second);
        for (int at = 0; at < Math.max(ours.length, theirs.length); at++) {
            int order = part(at < ours.length ? ours[at] : "", at < theirs.length ? theirs[at] : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Letters and digits that meet are parts of their own. */
    private static String[] parts(String version) {
        return version.toLowerCase(Locale.ROOT)
                .replaceAll("(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])", ".")
                .split("[.\\-_+]");
    }

    private static int part(String first, String second) {
        int kinds = Integer.compare(kind(first), kind(second));
        if (kinds != 0) {
            return kinds;
        }
        return kind(first) == NUMBER ? number(first).compareTo(number(second)) : first.compareTo(second);
    }

    private static BigInteger number(String part) {
        return part.matches("[0-9]+") ? new BigInteger(part) : BigInteger.ZERO;
    }

    private static final int WORD = 0;
    private static final int NUMBER = 1;

    /** What is missing counts as zero; words of a release say nothing more than that it is one. */
    private static int kind(String part) {
        return part.matches("[0-9]*|final|ga|release") ? NUMBER : WORD;
    }
}

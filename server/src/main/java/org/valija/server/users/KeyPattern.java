package org.valija.server.users;

import java.util.List;
import java.util.stream.IntStream;

/** What takes no thought to type: the same again and again, or along the alphabet, the digits or the keyboard. */
final class KeyPattern {

    /** Each may be walked from its end to its beginning again, and backwards. */
    private static final List<String> WALKS = List.of(
            "0123456789",
            "abcdefghijklmnopqrstuvwxyz",
            "qwertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
            "1q2w3e4r5t6y7u8i9o0p");

    private static final int SHORTEST_WALK = 3;
    private static final int LEFT_OVER = 3;

    private KeyPattern() {}

    /** @param folded as {@link FoldedKey#of} gives it */
    static boolean fits(String folded) {
        return period(folded) < Keys.SHORTEST && period(folded) <= folded.length() / 2
                || folded.length() - walked(folded) <= LEFT_OVER;
    }

    /** The length of the shortest part that makes the text by being repeated, the last time perhaps not to its end. */
    private static int period(String text) {
        return IntStream.rangeClosed(1, text.length())
                .filter(length -> text.regionMatches(length, text, 0, text.length() - length))
                .findFirst()
                .orElse(text.length());
    }

    /** How many characters belong to a walk. */
    private static int walked(String text) {
        int walked = 0;
        int at = 0;
        while (at < text.length()) {
            int length = longestWalk(text, at);
            walked += length >= SHORTEST_WALK ? length : 0;
            at += Math.max(1, length >= SHORTEST_WALK ? length : 1);
        }
        return walked;
    }

    private static int longestWalk(String text, int from) {
        int longest = 1;
        for (String walk : WALKS) {
            for (int step : new int[] {1, -1}) {
                longest = Math.max(longest, walk(text, from, walk, step));
            }
        }
        return longest;
    }

    private static int walk(String text, int from, String walk, int step) {
        int place = walk.indexOf(text.charAt(from));
        int length = 0;
        while (place >= 0 && from + length < text.length() && text.charAt(from + length) == walk.charAt(place)) {
            length++;
            place = Math.floorMod(place + step, walk.length());
        }
        return length;
    }
}

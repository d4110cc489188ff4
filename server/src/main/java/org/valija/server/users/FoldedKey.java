package org.valija.server.users;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Keys as who guesses them sees them: without case, accents, spaces and letters written as digits. For comparing alone. */
final class FoldedKey {

    private static final Map<Integer, Integer> LETTERS = Map.of(
            (int) '0', (int) 'o', (int) '1', (int) 'i', (int) '3', (int) 'e', (int) '4', (int) 'a', (int) '5',
            (int) 's', (int) '7', (int) 't', (int) '@', (int) 'a', (int) '$', (int) 's', (int) '!', (int) 'i');

    private FoldedKey() {}

    /** In small letters without accents and spaces. */
    static String of(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[\\p{M}\\s\\p{Z}]", "")
                .toLowerCase(Locale.ROOT);
    }

    /** The word in the middle: without what is no letter at both ends, and with letters for the digits within. */
    static String word(String folded) {
        return unmasked(folded.replaceAll("^[^\\p{L}@$]+|[^\\p{L}@$]+$", ""));
    }

    /** With letters in place of the digits and signs that are written for them. */
    static String unmasked(String folded) {
        return folded.codePoints()
                .map(c -> LETTERS.getOrDefault(c, c))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}

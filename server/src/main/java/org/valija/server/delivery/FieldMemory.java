package org.valija.server.delivery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds the fields of a text again after a person has changed what they were filled with: what stands unchanged where a field
 * was put in is that field; everything else is as typed. So a text that was used once serves the next document too.
 */
final class FieldMemory {

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]+|\\s|[^\\p{L}\\p{N}\\s]");
    private static final Pattern PIECE = Pattern.compile("\\{[\\p{L}_]+}|[^{]+|\\{");

    /** Longer texts are kept as typed: comparing them costs the product of their lengths. */
    private static final int MOST_TOKENS = 3_000;

    private FieldMemory() {}

    /**
     * A token of the filled text.
     *
     * @param field that it is a part of
     * @param left how many tokens of that field come after it
     */
    private record Filled(String token, Optional<Put> field, int left) {}

    /** A field that was put in, as its text writes it, with its number of tokens. */
    private record Put(String written, int tokens) {}

    /** What was typed, with the fields of the text that it came from. */
    static MailText of(MailText source, FieldValues values, MailText typed) {
        return new MailText(
                of(source.subject(), values, typed.subject()),
                of(source.body(), values, typed.body()),
                of(source.signature(), values, typed.signature()));
    }

    static String of(String source, FieldValues values, String typedText) {
        String typed = typedText.replace("\r\n", "\n");
        List<Filled> filled = filled(source.replace("\r\n", "\n"), values);
        List<String> tokens = tokens(typed);
        if (filled.size() > MOST_TOKENS || tokens.size() > MOST_TOKENS) {
            return typed;
        }
        int[] matches = matches(filled, tokens);
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < tokens.size()) {
            Optional<Put> field = wholeField(filled, matches, at);
            text.append(field.map(Put::written).orElse(tokens.get(at)));
            at += field.map(Put::tokens).orElse(1);
        }
        return text.toString();
    }

    /** The field whose first token stands there, when all its tokens follow one another. */
    private static Optional<Put> wholeField(List<Filled> filled, int[] matches, int at) {
        int first = matches[at];
        if (first < 0) {
            return Optional.empty();
        }
        Optional<Put> field = filled.get(first).field();
        if (field.isEmpty() || filled.get(first).left() != field.get().tokens() - 1) {
            return Optional.empty();
        }
        for (int i = 0; i < field.get().tokens(); i++) {
            if (at + i >= matches.length || matches[at + i] != first + i) {
                return Optional.empty();
            }
        }
        return field;
    }

    private static List<Filled> filled(String source, FieldValues values) {
        List<Filled> filled = new ArrayList<>();
        for (String piece :
                PIECE.matcher(source).results().map(MatchResult::group).toList()) {
            Optional<MailField> field =
                    piece.length() > 2 && piece.startsWith("{") ? MailField.of(inner(piece)) : Optional.empty();
            List<String> tokens = tokens(field.map(values::of).orElse(piece));
            Optional<Put> put = field.map(known -> new Put(known.written(), tokens.size()));
            for (int i = 0; i < tokens.size(); i++) {
                filled.add(new Filled(tokens.get(i), put, tokens.size() - 1 - i));
            }
        }
        return filled;
    }

    private static String inner(String piece) {
        return piece.substring(1, piece.length() - 1);
    }

    /** For each typed token the filled one that it is, by the longest common subsequence; -1 for none. */
    private static int[] matches(List<Filled> filled, List<String> typed) {
        int[][] longest = new int[filled.size() + 1][typed.size() + 1];
        for (int i = filled.size() - 1; i >= 0; i--) {
            for (int j = typed.size() - 1; j >= 0; j--) {
                longest[i][j] = filled.get(i).token().equals(typed.get(j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        int[] matches = new int[typed.size()];
        Arrays.fill(matches, -1);
        int i = 0;
        int j = 0;
        while (i < filled.size() && j < typed.size()) {
            if (filled.get(i).token().equals(typed.get(j))) {
                matches[j++] = i++;
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return matches;
    }

    private static List<String> tokens(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }
}

package org.valija.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Header values that the MIME library would write into a line of more than 998 octets (RFC 5322 §2.1.1), because it breaks
 * lines at blanks alone and file names not at all. What is made here holds nothing of the text but letters, digits and
 * percent signs or base64.
 */
final class LongHeaders {

    /** Beyond this the library's own way is left. */
    private static final int LONG = 900;

    /** Octets whose base64, with what an encoded word has around it, fits 75 characters (RFC 2047 §2). */
    private static final int IN_A_WORD = 45;

    /** Of a parameter's value in one line. */
    private static final int IN_A_SEGMENT = 60;

    private LongHeaders() {}

    /** Whether a subject has a word that cannot be broken. */
    static boolean isLongSubject(String subject) {
        int run = 0;
        for (int i = 0; i < subject.length(); i++) {
            run = subject.charAt(i) == ' ' ? 0 : run + 1;
            if (run > LONG) {
                return true;
            }
        }
        return false;
    }

    /** A subject, or a name, as encoded words (RFC 2047), a line each. */
    static String subject(String subject) {
        List<String> words = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int octets = 0;
        for (int at = 0; at < subject.length(); at += Character.charCount(subject.codePointAt(at))) {
            String character = Character.toString(subject.codePointAt(at));
            int length = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + length > IN_A_WORD) {
                words.add(word(piece));
                piece.setLength(0);
                octets = 0;
            }
            piece.append(character);
            octets += length;
        }
        words.add(word(piece));
        return String.join("\r\n ", words);
    }

    private static String word(StringBuilder piece) {
        byte[] octets = piece.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }

    static boolean isLongFileName(String name) {
        return percentEncoded(name).stream().mapToInt(String::length).sum() > LONG;
    }

    /** An attachment's disposition with its file name in pieces (RFC 2231 §4.1). */
    static String attachment(String name) {
        StringBuilder value = new StringBuilder("attachment");
        StringBuilder segment = new StringBuilder("UTF-8''");
        int number = 0;
        for (String encoded : percentEncoded(name)) {
            if (segment.length() + encoded.length() > IN_A_SEGMENT) {
                value.append(segment(number, segment));
                number++;
                segment.setLength(0);
            }
            segment.append(encoded);
        }
        return value.append(segment(number, segment)).toString();
    }

    private static String segment(int number, StringBuilder text) {
        return ";\r\n filename*" + number + "*=" + text;
    }

    /** Each octet as it may stand in a parameter's value. */
    private static List<String> percentEncoded(String text) {
        List<String> encoded = new ArrayList<>();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
            encoded.add(plain ? Character.toString(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return encoded;
    }
}

package org.valija.simulator.inbox;

/**
 * One header field.
 *
 * @param rawValue unfolded, but not decoded
 */
public record MimeHeader(String name, String rawValue) {

    /** The value with its encoded words decoded (RFC 2047). */
    public String text() {
        return EncodedWords.decode(rawValue);
    }
}

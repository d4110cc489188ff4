package org.valija.mail;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's reply (RFC 5321 §4.2): its code and its lines' text, joined by blanks. Of one that we made up because the
 * server was not asked, the text says so. Of Gmail's API it is the HTTP status and what the answer says.
 *
 * @param code three digits
 * @param text never more than 2,000 characters
 */
public record SmtpReply(int code, String text) {

    private static final int LONGEST_TEXT = 2000;
    private static final Pattern ENHANCED = Pattern.compile("^([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    /** Longer text is cut. */
    public SmtpReply {
        text = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    public boolean isPositive() {
        return code / 100 == 2;
    }

    /** 4yz: may be accepted later. */
    public boolean isTransient() {
        return code / 100 == 4;
    }

    /** The enhanced status code, where there is one (RFC 3463). */
    public Optional<String> enhancedStatus() {
        Matcher matcher = ENHANCED.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public String toString() {
        return code + " " + text;
    }
}

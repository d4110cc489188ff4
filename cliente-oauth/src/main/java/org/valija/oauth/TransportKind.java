package org.valija.oauth;

import java.util.Arrays;
import java.util.Optional;

/** The roads by which mail leaves with a grant's permission. This package knows of them only which scope each takes. */
public enum TransportKind {
    /** SMTP submission with XOAUTH2 or OAUTHBEARER. */
    SMTP("smtp"),
    /** Gmail's {@code users.messages.send} over HTTPS. */
    GMAIL_API("gmail-api");

    private final String word;

    TransportKind(String word) {
        this.word = word;
    }

    /** As configuration and database spell it. */
    public String word() {
        return word;
    }

    /** The kind that is spelled so, or none. */
    public static Optional<TransportKind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}

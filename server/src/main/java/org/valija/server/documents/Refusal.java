package org.valija.server.documents;

import java.util.List;

/**
 * Why something was not taken, as the bundles say it.
 *
 * @param key of the words
 * @param arguments of the words
 */
public record Refusal(String key, List<Object> arguments) {

    /** It could not be read, which may be otherwise another time. */
    static final String UNREADABLE = "documents.refused.unreadable";

    /** Storing it failed on our side, which may be otherwise another time. */
    static final String FAILED = "documents.refused.failed";

    public Refusal {
        arguments = List.copyOf(arguments);
    }

    static Refusal of(String reason, Object... arguments) {
        return new Refusal("documents.refused." + reason, List.of(arguments));
    }

    static Refusal unreadable() {
        return new Refusal(UNREADABLE, List.of());
    }

    static Refusal failed() {
        return new Refusal(FAILED, List.of());
    }

    /** Nobody thought of such a file. */
    static Refusal strange() {
        return of("strange");
    }

    /** As message sources take them. */
    public Object[] values() {
        return arguments.toArray();
    }
}

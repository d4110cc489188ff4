package org.valija.server.documents;

import java.util.List;

/**
 * Why something was not taken, as the bundles say it.
 *
 * @param key of the words
 * @param arguments of the words
 */
public record Refusal(String key, List<Object> arguments) {

    public Refusal {
        arguments = List.copyOf(arguments);
    }

    static Refusal of(String reason, Object... arguments) {
        return new Refusal("documents.refused." + reason, List.of(arguments));
    }

    /** As message sources take them. */
    public Object[] values() {
        return arguments.toArray();
    }
}

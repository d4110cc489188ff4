package org.valija.server.bulk;

import java.util.List;

/**
 * Why a document could not be handed in, as it is kept: words of the bundles are chosen when somebody reads it.
 *
 * @param key of the words
 * @param arguments of the words
 */
record Trouble(String key, List<String> arguments) {

    /** Something of ours failed; the log has it. */
    static final Trouble PREPARATION = new Trouble("bulk.trouble.preparation", List.of());

    /** A file of ours could not be read or written for one, which is tried again. */
    static Trouble later(BulkItem item) {
        String number = item.seen().number();
        return new Trouble("bulk.later", List.of(number.isBlank() ? item.seen().recipient() : number));
    }

    Trouble {
        arguments = List.copyOf(arguments);
    }

    /** Key and arguments, one a line. */
    String text() {
        StringBuilder text = new StringBuilder(key);
        arguments.forEach(argument -> text.append('\n').append(argument.replace('\n', ' ')));
        return text.toString();
    }

    /** Reads what {@link #text()} wrote. */
    static Trouble of(String text) {
        List<String> lines = text.lines().toList();
        return lines.isEmpty() ? PREPARATION : new Trouble(lines.getFirst(), lines.subList(1, lines.size()));
    }
}

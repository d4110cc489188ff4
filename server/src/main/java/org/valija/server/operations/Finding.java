package org.valija.server.operations;

import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param problem names what is wrong, and its words in the bundle; empty where nothing is
 * @param arguments of those words
 * @param figures what was measured, for programs
 */
record Finding(Check check, Level level, String problem, List<Object> arguments, Map<String, Object> figures) {

    Finding {
        arguments = List.copyOf(arguments);
        figures = Map.copyOf(figures);
    }

    static Finding good(Check check, Map<String, Object> figures) {
        return new Finding(check, Level.UP, "", List.of(), figures);
    }

    static Finding bad(Check check, Level level, String problem, Map<String, Object> figures, Object... arguments) {
        return new Finding(check, level, problem, List.of(arguments), figures);
    }

    /** Where the words of what is wrong stand. */
    public String key() {
        return "health." + check.word() + "." + problem;
    }

    /** Of those words. */
    public Object[] values() {
        return arguments.toArray();
    }
}

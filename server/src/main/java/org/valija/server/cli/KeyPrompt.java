package org.valija.server.cli;

import java.io.Console;
import java.util.Arrays;
import java.util.Optional;

/** Asks for a key without showing what is typed. */
@FunctionalInterface
interface KeyPrompt {

    /** What was typed; empty when there is nobody to ask. */
    Optional<String> ask(String question);

    /** At the terminal that the command was typed at. */
    @SuppressWarnings("SystemConsoleNull") // NullAway reads the signature, which still allows it
    static KeyPrompt terminal() {
        return question -> {
            Console console = System.console();
            if (console == null || !console.isTerminal()) {
                return Optional.empty();
            }
            return Optional.ofNullable(console.readPassword("%s ", question)).map(KeyPrompt::text);
        };
    }

    private static String text(char[] typed) {
        String text = new String(typed);
        Arrays.fill(typed, '\0');
        return text;
    }
}

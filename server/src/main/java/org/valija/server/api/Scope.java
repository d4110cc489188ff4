package org.valija.server.api;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a token allows. The words stand in the database and in programs: they are kept for ever. */
public enum Scope {
    /** Handing in mail and taking it back. */
    MESSAGES_SEND("messages:send"),
    /** Asking how mail goes on. */
    MESSAGES_READ("messages:read"),
    /** Asking for accounts and their state. */
    ACCOUNTS_READ("accounts:read"),
    /** Beginning an authorisation. */
    ACCOUNTS_AUTHORIZE("accounts:authorize"),
    /** Attaching files of this server's shared folders by their path. */
    FILES_READ("files:read"),
    /** Handing in documents. */
    DOCUMENTS_WRITE("documents:write"),
    /** Finding documents. */
    DOCUMENTS_READ("documents:read"),
    /** Health in detail, and metrics. */
    METRICS_READ("metrics:read");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** As it is written. */
    public String word() {
        return word;
    }

    /** The scope with that word. */
    public static Optional<Scope> ofWord(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }

    /** Words with blanks between them (RFC 6749 §3.3); unknown ones are passed over. */
    static Set<Scope> read(String words) {
        return Stream.of(words.split(" "))
                .flatMap(word -> ofWord(word).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    static String write(Collection<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
    }
}

package org.valija.server.users;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language of the console and of mails to its users; stored by its code. */
public enum Language {
    SPANISH("es", Locale.of("es", "MX")),
    ENGLISH("en", Locale.ENGLISH);

    private final String code;
    private final Locale locale;

    Language(String code, Locale locale) {
        this.code = code;
        this.locale = locale;
    }

    /** ISO 639-1. */
    public String code() {
        return code;
    }

    public Locale locale() {
        return locale;
    }

    /** The language of that code; empty for every other text. */
    public static Optional<Language> ofCode(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code.equals(code))
                .findFirst();
    }
}

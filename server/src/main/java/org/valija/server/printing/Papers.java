package org.valija.server.printing;

import java.text.MessageFormat;
import java.util.Locale;

/** The words that papers for Mexico have printed on them. */
final class Papers {

    static final Locale MEXICO = Locale.of("es", "MX");

    private static final Bundle WORDS = new Bundle("papers.properties");

    private Papers() {}

    static String word(String key, Object... arguments) {
        String word = WORDS.word(key).orElseThrow(() -> new IllegalStateException("no word for " + key));
        return arguments.length == 0 ? word : new MessageFormat(word, MEXICO).format(arguments);
    }

    static String numbering() {
        return numbering(word("page"), word("page.of"));
    }

    /** The rule that numbers pages. */
    static String numbering(String page, String of) {
        return ".number:before { content: \"%s \" counter(page) \" %s \" counter(pages); }".formatted(page, of);
    }
}

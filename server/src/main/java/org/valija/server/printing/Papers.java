package org.valija.server.printing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** The words that papers for Mexico have printed on them. */
final class Papers {

    static final Locale MEXICO = Locale.of("es", "MX");

    private static final Properties WORDS = read();

    private Papers() {}

    private static Properties read() {
        Properties words = new Properties();
        try (InputStream in = Papers.class.getResourceAsStream("/printing/papers.properties")) {
            if (in == null) {
                throw new IllegalStateException("the program has no words for its papers");
            }
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    static String word(String key, Object... arguments) {
        String word = known(key).orElseThrow(() -> new IllegalStateException("no word for " + key));
        return arguments.length == 0 ? word : new MessageFormat(word, MEXICO).format(arguments);
    }

    static Optional<String> known(String key) {
        return Optional.ofNullable(WORDS.getProperty(key));
    }

    static String pageOf() {
        return numbering(word("page"), word("page.of"));
    }

    /** The rule that numbers pages. */
    static String numbering(String page, String of) {
        return ".number:before { content: \"%s \" counter(page) \" %s \" counter(pages); }".formatted(page, of);
    }
}

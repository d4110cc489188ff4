package org.valija.server.printing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/** Words of one language from a file of ours. Thread-safe. */
final class Bundle {

    private final Properties words = new Properties();

    /** @param name of a file beside the fonts and the style sheet */
    Bundle(String name) {
        try (InputStream in = Resources.open(name)) {
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> word(String key) {
        return Optional.ofNullable(words.getProperty(key));
    }
}

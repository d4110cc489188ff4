package org.valija.server.users;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.util.function.SingletonSupplier;

/**
 * Keys that many people have, and words that many keys are made of: those with four letters or more among the 20,000 most common
 * ones, long ones among the 175,000 most common ones, and what is common in Spanish. Read when first asked for. Thread-safe.
 */
final class CommonKeys {

    private static final String LIST = "common-keys.txt";
    private static final Supplier<Set<String>> KEYS = SingletonSupplier.of(CommonKeys::read);

    private CommonKeys() {}

    /** @param folded as {@link FoldedKey#of} gives it */
    static boolean contains(String folded) {
        return KEYS.get().contains(folded);
    }

    private static Set<String> read() {
        try (InputStream in = CommonKeys.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException("no " + LIST);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(FoldedKey::of)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

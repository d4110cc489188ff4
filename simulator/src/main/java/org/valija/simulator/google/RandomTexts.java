package org.valija.simulator.google;

import java.security.SecureRandom;

/** Unguessable texts. */
final class RandomTexts {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomTexts() {}

    /** A text of exactly {@code length} URL-safe characters that starts with {@code prefix}. */
    static String of(String prefix, int length) {
        byte[] octets = new byte[length];
        RANDOM.nextBytes(octets);
        return (prefix + Hashes.base64Url(octets)).substring(0, length);
    }
}

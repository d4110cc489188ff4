package org.valija.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 of values that are random already, and the random values themselves. */
final class Hashes {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Hashes() {}

    /** Hex SHA-256 of a purpose and a value, so that one value hashed for two purposes gives two results. */
    static String hex(String purpose, byte[] value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(purpose.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(String purpose, String value) {
        return hex(purpose, value.getBytes(StandardCharsets.UTF_8));
    }

    /** That many random octets as base64url text. */
    static String random(int octets) {
        byte[] bytes = new byte[octets];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A random number of 63 bits, not zero and not {@code previous}. */
    static long rowVersion(long previous) {
        long version;
        do {
            version = RANDOM.nextLong() & Long.MAX_VALUE;
        } while (version == 0 || version == previous);
        return version;
    }
}

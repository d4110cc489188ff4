package org.valija.server.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Values of 256 random bits that are given out and of which the hash alone is kept: one pass of SHA-256 is enough. */
final class Random256 {

    /** Characters of the text form. */
    static final int LENGTH = 43;

    private static final int OCTETS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Random256() {}

    /** As base64url. */
    static String next() {
        byte[] octets = new byte[OCTETS];
        RANDOM.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** SHA-256 in hex. */
    static String hash(String value) {
        return HexFormat.of().formatHex(sha256().digest(value.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

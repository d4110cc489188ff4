package org.valija.simulator.google;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256 and the base64url form OAuth writes it in. */
final class Hashes {

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private Hashes() {}

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static String base64Url(byte[] octets) {
        return URL.encodeToString(octets);
    }
}

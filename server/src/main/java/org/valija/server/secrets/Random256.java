package org.valija.server.secrets;

import java.security.SecureRandom;
import java.util.Base64;

/** Values of 256 random bits, which nobody guesses. */
public final class Random256 {

    /** Characters of the text form. */
    public static final int LENGTH = 43;

    private static final int OCTETS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Random256() {}

    /** As base64url. */
    public static String next() {
        byte[] octets = new byte[OCTETS];
        RANDOM.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}

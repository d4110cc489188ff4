package org.valija.server.files;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that cannot be guessed and whose order is that of their making, so that indexes grow at one end. */
public final class RandomId {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomId() {}

    /** 32 hex digits. */
    public static String next() {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(System.currentTimeMillis(), 12) + hex.formatHex(random);
    }
}

package org.valija.server;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;

/** An app for codes, written apart from what the service does. */
public final class Authenticator {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int OCTETS = 20;

    private Authenticator() {}

    /** @param secret in Base32, as the page for setting up shows it */
    public static String code(String secret, Instant now) {
        byte[] octets = new byte[OCTETS];
        String digits = secret.replace(" ", "");
        for (int bit = 0; bit < OCTETS * 8; bit++) {
            int set = ALPHABET.indexOf(digits.charAt(bit / 5)) >> (4 - bit % 5) & 1;
            octets[bit / 8] |= (byte) (set << (7 - bit % 8));
        }
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(new SecretKeySpec(octets, "RAW"), now, Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}

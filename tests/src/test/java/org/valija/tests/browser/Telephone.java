package org.valija.tests.browser;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.microsoft.playwright.Page;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

/** An app for codes on somebody's telephone. */
final class Telephone {

    private static final int STEP_SECONDS = 30;
    private static final int SECRET_OCTETS = 20;

    private final SecretKeySpec secret;
    private Instant clock;

    private Telephone(SecretKeySpec secret, Instant clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /** Types in what the page for setting up shows beside the QR. */
    static Telephone typing(Page page) {
        String base32 = page.locator("#secreto").innerText().replace(" ", "");
        return new Telephone(new SecretKeySpec(octets(base32), "RAW"), Instant.now());
    }

    /** Java's numbers of base 32 have other digits. */
    private static byte[] octets(String base32) {
        String digits = base32.chars()
                .map(c -> Character.forDigit("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c), 32))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        byte[] number = new BigInteger("1" + digits, 32).toByteArray();
        return Arrays.copyOfRange(number, number.length - SECRET_OCTETS, number.length);
    }

    /** The code that it shows; half a minute later it shows another. */
    String code() {
        try {
            return new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(secret, clock, Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its clock goes on; the console takes what is one step ahead. */
    Telephone later() {
        clock = clock.plusSeconds(STEP_SECONDS);
        return this;
    }
}

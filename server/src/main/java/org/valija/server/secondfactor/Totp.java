package org.valija.server.secondfactor;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.valija.oauth.Secret;

/**
 * Codes of six digits as RFC 6238 makes them, by HMAC-SHA-1 every 30 seconds: what every authenticator app knows. Secrets are in
 * Base32, as those apps take them.
 */
final class Totp {

    /** RFC 4226 §4: 160 bits are recommended. */
    private static final int SECRET_OCTETS = 20;

    /** Clocks may differ by one step in either direction (RFC 6238 §5.2). */
    private static final int WINDOW = 1;

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int DIGITS = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Totp() {}

    static Secret newSecret() {
        byte[] octets = new byte[SECRET_OCTETS];
        RANDOM.nextBytes(octets);
        return Secret.of(Base32.encode(octets));
    }

    /** The step of the code, counted from the epoch; empty when it is none of these moments' codes. */
    static OptionalLong step(Secret secret, String typed, Instant now) {
        String code = typed.replaceAll("\\s", "");
        long present = now.getEpochSecond() / STEP.toSeconds();
        OptionalLong found = OptionalLong.empty();
        for (long step = present - WINDOW; step <= present + WINDOW; step++) {
            // All are compared, whichever fits: the time tells nothing.
            if (MessageDigest.isEqual(octets(code(secret, step)), octets(code))) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The code of a step. */
    static String code(Secret secret, long step) {
        try {
            return new TimeBasedOneTimePasswordGenerator(STEP, DIGITS)
                    .generateOneTimePasswordString(
                            new SecretKeySpec(Base32.decode(secret.reveal()), "RAW"),
                            Instant.ofEpochSecond(step * STEP.toSeconds()),
                            Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("every octets are a key for HMAC", e);
        }
    }

    /** What an app reads from the QR; algorithm, digits and step are those that it takes unless told. */
    static String uri(String issuer, String account, Secret secret) {
        return "otpauth://totp/" + encode(issuer) + ":" + encode(account) + "?secret=" + secret.reveal() + "&issuer="
                + encode(issuer);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package org.valija.server.users;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * The keys of people: Argon2id with 19 MiB, two passes, one lane (OWASP's least), each hash with its own salt. The same key typed
 * at another keyboard is the same: compared is its normal form. Thread-safe.
 */
@Component
public class Keys {

    static final int SHORTEST = 12;
    static final int LONGEST = 256;

    /** Without letters and digits that look alike on paper. */
    private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private static final int GROUPS = 5;
    private static final int GROUP = 4;

    private final SecureRandom random = new SecureRandom();
    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);

    /** Made when first needed: hashing is slow on purpose, and a start should not wait for it. */
    private final Supplier<String> nobodys = SingletonSupplier.of(() -> hash(generate()));

    /** A key to give out: 20 characters in groups of four, about 99 bits. */
    String generate() {
        return generate(GROUPS);
    }

    /** So many groups of four characters, each about 20 bits, with hyphens between them. */
    public String generate(int groups) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < groups * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                key.append('-');
            }
            key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return key.toString();
    }

    /** RFC 8265's form of passwords: NFC, with plain spaces for all others; capitals and accents count. */
    static String normal(String key) {
        return Normalizer.normalize(key.replaceAll("\\p{Zs}", " "), Normalizer.Form.NFC);
    }

    /** What is kept of a key; takes its time on purpose. */
    public String hash(String key) {
        return String.valueOf(encoder.encode(normal(key)));
    }

    /** Whether the hash is that key's; takes its time on purpose. */
    public boolean matches(String key, String hash) {
        return encoder.matches(normal(key), hash);
    }

    /** The same work as {@link #matches}, for a user that does not exist. */
    void pretendToMatch(String key) {
        encoder.matches(normal(key), nobodys.get());
    }
}

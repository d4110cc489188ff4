package org.valija.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A text that must not be seen: token, client secret, password. Its {@link #toString()} prints {@code •••}, it is not
 * serializable, and it compares in constant time. Immutable and thread-safe.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Wraps {@code value}. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The text itself; keep it out of messages, logs and exceptions. */
    public String reveal() {
        return value;
    }

    /** Whether there is no text at all. */
    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Always {@code •••}. */
    @Override
    public String toString() {
        return "•••";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}

package org.valija.server.sessions;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.valija.server.secrets.Random256;
import org.valija.server.secrets.Sha256;

/**
 * What the browser's cookie says: 256 random bits. The database gets its hash alone; the key of the session's attributes
 * is made from it too, so that who reads the database can neither use the session nor see what is in it.
 */
record SessionId(String value) {

    private static final String PURPOSE = "valija session attributes";

    static SessionId random() {
        return new SessionId(Random256.next());
    }

    /** SHA-256 in hex, as it is stored. */
    String hash() {
        return Sha256.hex(value);
    }

    /** For AES; nothing of it can be told from {@link #hash()}. */
    SecretKey key() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(octets(), "HmacSHA256"));
            return new SecretKeySpec(mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private byte[] octets() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "•••";
    }
}

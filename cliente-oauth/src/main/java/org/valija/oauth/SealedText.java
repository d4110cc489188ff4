package org.valija.oauth;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Seals secrets into text for a database column and opens them again.
 *
 * <p>The place (table, column, row, owner) is associated data: ciphertext moved to another place does not open. Form:
 * {@code v1:KEYID:BASE64URL}, the key id in hex so that rows of an old key can be found by SQL. Thread-safe.
 */
final class SealedText {

    private static final String VERSION = "v1";

    private final VaultKeys keys;
    private final Aead aead;

    SealedText(VaultKeys keys) {
        this.keys = keys;
        this.aead = keys.aead();
    }

    /** Where a sealed value stands. */
    record Place(String table, String column, List<String> owner) {

        static Place of(String table, String column, Object... owner) {
            return new Place(
                    table, column, Arrays.stream(owner).map(String::valueOf).toList());
        }

        byte[] associatedData() {
            StringBuilder text = new StringBuilder();
            append(text, table);
            append(text, column);
            for (String part : owner) {
                append(text, part);
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        /** With its length before each part, no two places give the same text. */
        private static void append(StringBuilder text, String part) {
            text.append(part.length()).append(':').append(part).append('|');
        }

        @Override
        public String toString() {
            return table + "." + column;
        }
    }

    String seal(Secret secret, Place place) {
        try {
            byte[] sealed = aead.encrypt(secret.reveal().getBytes(StandardCharsets.UTF_8), place.associatedData());
            return VERSION + ":" + Long.toHexString(keys.primaryKeyId()) + ":"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed for " + place, e);
        }
    }

    /**
     * Opens what {@link #seal} made at the same place.
     *
     * @throws SealBrokenException when it was changed, moved from another place, or sealed with a key not held
     */
    Secret open(String sealed, Place place) {
        String[] parts = sealed.split(":", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new SealBrokenException(place.toString(), null);
        }
        try {
            byte[] clear = aead.decrypt(Base64.getUrlDecoder().decode(parts[2]), place.associatedData());
            return Secret.of(new String(clear, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealBrokenException(place.toString(), e);
        }
    }
}

package org.valija.oauth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

/**
 * Seals secrets into text for a database column and opens them again.
 *
 * <p>The place (table, column, row, owner) is associated data: ciphertext moved to another place does not open. Form:
 * {@code v1:KEYID:BASE64URL}, the key id in hex so that rows of an old key can be found by SQL. Thread-safe.
 */
final class SealedText {

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private static final String VERSION = "v1";

    /** Tink writes one octet of its version and four of the key id before the ciphertext. */
    private static final int PREFIX_OCTETS = 5;

    private final Keyring keyring;

    SealedText(Keyring keyring) {
        this.keyring = keyring;
    }

    /** What everything sealed with that key begins with. */
    static String beginning(long keyId) {
        return VERSION + ":" + Long.toHexString(keyId) + ":";
    }

    /** Id of the key that a value was sealed with, as its text says; empty when it is no sealed value. */
    static OptionalLong keyId(String sealed) {
        String[] parts = sealed.split(":", 3);
        if (parts.length < 3 || !parts[0].equals(VERSION)) {
            return OptionalLong.empty();
        }
        try {
            long id = Long.parseLong(parts[1], 16);
            // Other scripts' digits, capitals and signs are no writing of ours.
            return sealed.startsWith(beginning(id)) ? OptionalLong.of(id) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
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

        /** With the row's key, for those who look for it. */
        @Override
        public String toString() {
            return table + "." + column + " (row " + owner.get(0) + ")";
        }
    }

    String seal(Secret secret, Place place) {
        VaultKeys keys = keyring.current();
        try {
            byte[] sealed =
                    keys.aead().encrypt(secret.reveal().getBytes(StandardCharsets.UTF_8), place.associatedData());
            return beginning(keys.primaryKeyId()) + TEXT.encodeToString(sealed);
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
        long keyId = keyId(sealed).orElseThrow(() -> SealBrokenException.notSealed(place));
        byte[] octets = octets(sealed, place);
        if (octets.length < PREFIX_OCTETS
                || Integer.toUnsignedLong(ByteBuffer.wrap(octets).getInt(1)) != keyId) {
            // The id in the text is what rows are counted by before a key is retired: it must be the true one.
            throw SealBrokenException.editedOrMoved(place, null);
        }
        VaultKeys keys = keyring.having(keyId);
        if (!keys.holds(keyId)) {
            throw SealBrokenException.keyMissing(place, keyId, keyring.path());
        }
        try {
            return Secret.of(new String(keys.aead().decrypt(octets, place.associatedData()), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw SealBrokenException.editedOrMoved(place, e);
        }
    }

    /** Of the texts that a lenient decoder takes for the same octets, the one that {@link #seal} makes. */
    private static byte[] octets(String sealed, Place place) {
        String text = sealed.split(":", 3)[2];
        try {
            byte[] octets = Base64.getUrlDecoder().decode(text);
            if (!TEXT.encodeToString(octets).equals(text)) {
                throw SealBrokenException.editedOrMoved(place, null);
            }
            return octets;
        } catch (IllegalArgumentException e) {
            throw SealBrokenException.editedOrMoved(place, e);
        }
    }
}

package org.valija.oauth;

/**
 * Seals secrets of the host's own for its tables, with the vault's keys (AES-256-GCM, the key's id before the value). Table, column
 * and row are associated data: a value moved elsewhere does not open. Thread-safe.
 */
public final class HostSecrets {

    private final SealedText text;

    HostSecrets(SealedText text) {
        this.text = text;
    }

    /** The secret as text for that column of that row. */
    public String seal(SealedColumn column, String row, Secret secret) {
        return text.seal(secret, column.place(row));
    }

    /**
     * Opens what {@link #seal} made for the same place.
     *
     * @throws SealBrokenException when it was changed, moved from another place, or sealed with a key not held
     */
    public Secret open(SealedColumn column, String row, String sealed) {
        return text.open(sealed, column.place(row));
    }
}

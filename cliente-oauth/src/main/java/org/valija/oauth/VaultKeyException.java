package org.valija.oauth;

/** The key file is missing, unreadable, damaged, or not the one this database was sealed with. Nothing was changed. */
public final class VaultKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VaultKeyException(String message) {
        super(message);
    }

    VaultKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.valija.oauth;

import org.jspecify.annotations.Nullable;

/** A configured issuer could not be read. Nothing was changed. */
public final class ProviderDiscoveryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProviderDiscoveryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

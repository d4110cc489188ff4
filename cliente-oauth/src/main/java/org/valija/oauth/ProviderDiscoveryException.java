package org.valija.oauth;

import org.jspecify.annotations.Nullable;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;

/** A configured issuer could not be read. Nothing was changed. */
public final class ProviderDiscoveryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Diagnosis diagnosis;

    ProviderDiscoveryException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.diagnosis = cause instanceof HttpFailure failure
                ? OAuthDiagnoses.of(failure)
                : Diagnosis.of(Cause.NOT_THE_PROVIDER).because(message);
    }

    /** The same for a person, in three parts. */
    public Diagnosis diagnosis() {
        return diagnosis;
    }
}

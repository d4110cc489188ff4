package org.valija.oauth;

import org.jspecify.annotations.Nullable;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;

/**
 * A sealed value does not open: it was edited, moved to another row, column or owner, or sealed with a key that this
 * node does not hold. The row is left as it is; authenticating again replaces the value.
 */
public final class SealBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealBrokenException(String place, @Nullable Throwable cause) {
        super(
                "The value in " + place + " does not open: it was edited or moved in the database, or sealed with a key"
                        + " that is not in this node's key file. Nothing was changed; authenticate the address again, or"
                        + " restore the database and key file of the same backup.",
                cause);
    }

    /** The same for a person, in three parts. */
    public Diagnosis diagnosis() {
        return Diagnosis.of(Cause.SEAL_BROKEN);
    }
}

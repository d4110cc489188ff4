package org.valija.oauth;

import org.jspecify.annotations.Nullable;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;

/**
 * A sealed value does not open. The row is left as it is, and so are all others.
 *
 * <p>{@link #kind()} tells whose turn it is: a value that was edited or moved is replaced when its user authenticates again,
 * one whose key is missing opens again once the administrator has brought the key back.
 */
public final class SealBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it does not open. */
    public enum Kind {
        /** What stands there was never sealed by Valija, or its form was changed. */
        NOT_SEALED,
        /** It was changed, or sealed for another row, column, owner or address. */
        EDITED_OR_MOVED,
        /** It was sealed with a key that this node's key file does not have. */
        KEY_MISSING
    }

    private final Kind kind;

    private SealBrokenException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static SealBrokenException notSealed(SealedText.Place place) {
        return new SealBrokenException(
                Kind.NOT_SEALED,
                "The value in " + place + " is not a sealed one: it was edited in the database." + MEND,
                null);
    }

    static SealBrokenException editedOrMoved(SealedText.Place place, @Nullable Throwable cause) {
        return new SealBrokenException(
                Kind.EDITED_OR_MOVED,
                "The value in " + place
                        + " does not open: it was edited in the database, or moved there from another row,"
                        + " column, owner or address." + MEND,
                cause);
    }

    static SealBrokenException keyMissing(SealedText.Place place, long keyId, String keyFile) {
        return new SealBrokenException(
                Kind.KEY_MISSING,
                "The value in " + place + " does not open: it was sealed with key " + Long.toHexString(keyId)
                        + ", which is not in this node's key file " + keyFile
                        + ". Nothing was changed; copy the key file"
                        + " from the node that has this key, or from its backup ('valija keys' tells which keys are in"
                        + " use). Where that key is lost, authenticate the address again.",
                null);
    }

    private static final String MEND =
            " Nothing was changed; authenticate the address again, or restore the database and"
                    + " key file of the same backup.";
    /** The same for a person, in three parts. */
    public Diagnosis diagnosis() {
        return Diagnosis.of(kind == Kind.KEY_MISSING ? Cause.KEY_MISSING : Cause.SEAL_BROKEN)
                .because(String.valueOf(getMessage()));
    }
}

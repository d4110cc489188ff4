package org.valija.oauth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vault's keys cannot be used, or not in that way. Nothing was changed.
 *
 * <p>The message is whole and in English; {@link #problem()} and {@link #details()} let a program say it in its own words.
 */
public final class VaultKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong; in brackets, the details. */
    public enum Problem {
        /** No key file, yet the database was sealed with keys (file). */
        MISSING,
        /** The file cannot be read or written (file, reason). */
        UNREADABLE,
        /** Others than its owner may read or write the file (file). */
        NOT_PRIVATE,
        /** Not a key file, or cut or changed (file). */
        DAMAGED,
        /** The database was sealed with a key that the file has not, or has another under the same id (file, key). */
        NOT_OF_THIS_DATABASE,
        /** The file's primary key was retired (file, key). */
        PRIMARY_RETIRED,
        /** A key service is configured, the file is in clear (file). */
        IN_CLEAR,
        /** The file is encrypted by a key service, none is configured (file). */
        NO_SERVICE,
        /** No client knows addresses of that kind (key service). */
        SERVICE_CLIENT_MISSING,
        /** The key service failed, or it is another one's file (key service, reason). */
        SERVICE_REFUSED,
        /** The file has no such key (file, key). */
        NO_SUCH_KEY,
        /** The key is the primary and cannot be retired (key). */
        IS_PRIMARY,
        /** The key was retired and cannot seal again (key). */
        WAS_RETIRED,
        /** Values are still sealed with the key (key, number of values, where). */
        STILL_USED
    }

    private final Problem problem;

    @SuppressWarnings("serial") // an immutable list of strings is serializable
    private final List<String> details;

    VaultKeyException(Problem problem, String message, String... details) {
        this(problem, message, null, details);
    }

    VaultKeyException(Problem problem, String message, @Nullable Throwable cause, String... details) {
        super(message, cause);
        this.problem = problem;
        this.details = List.of(details);
    }

    public Problem problem() {
        return problem;
    }

    /** What the problem is about, in the order that {@link Problem} names; never a secret. */
    public List<String> details() {
        return details;
    }
}

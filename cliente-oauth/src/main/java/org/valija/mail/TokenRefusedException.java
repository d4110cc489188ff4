package org.valija.mail;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server does not take the access token. Holds no secret. */
final class TokenRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable HoldReason known;
    private final String detail;

    /**
     * @param known why, when the server said something that another token would not change
     * @param detail the server's words
     */
    TokenRefusedException(Optional<HoldReason> known, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.known = known.orElse(null);
        this.detail = detail;
    }

    Optional<HoldReason> known() {
        return Optional.ofNullable(known);
    }

    String detail() {
        return detail;
    }
}

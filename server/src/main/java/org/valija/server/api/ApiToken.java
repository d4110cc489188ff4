package org.valija.server.api;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a program's token; its value is not.
 *
 * @param id of its row
 * @param hint how its value begins, to tell it from others
 * @param name of the program, as its administrator calls it
 * @param scopes what it allows
 * @param userCode whom it acts for; empty for any user
 * @param createdBy who made it
 * @param createdAt when
 * @param expiresAt from when on it is refused
 * @param lastUsedAt when it was last used, to the minute
 * @param revokedAt when it was taken back
 */
public record ApiToken(
        long id,
        String hint,
        String name,
        Set<Scope> scopes,
        Optional<String> userCode,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {

    public ApiToken {
        scopes = Set.copyOf(scopes);
    }

    /** Whether it is honoured at that time. */
    public boolean isValid(Instant now) {
        return revokedAt.isEmpty() && now.isBefore(expiresAt);
    }
}

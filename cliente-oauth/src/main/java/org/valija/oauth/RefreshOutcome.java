package org.valija.oauth;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What the token endpoint made of a request; each failure says whose turn it is. */
sealed interface RefreshOutcome {

    /**
     * Tokens came.
     *
     * @param lifetime of the access token, where told
     * @param refresh a new refresh token, where one came
     * @param scopes granted, where told
     * @param idToken as it came; only its claims are of use, its channel is what vouches for it
     */
    record Tokens(
            Secret access,
            Optional<Duration> lifetime,
            Optional<Secret> refresh,
            Optional<Set<String>> scopes,
            Optional<Secret> idToken)
            implements RefreshOutcome {}

    /**
     * Nobody's turn: try again later.
     *
     * @param maybeProcessed whether the provider may have acted on the request
     */
    record Transient(String code, String detail, Optional<Duration> retryAfter, boolean maybeProcessed)
            implements RefreshOutcome {}

    /** The user's turn: the grant is no longer honoured. */
    record NeedsAuthentication(String code, String detail) implements RefreshOutcome {}

    /** The administrator's turn: the client is refused, whatever the grant. */
    record NeedsAdmin(String code, String detail) implements RefreshOutcome {}
}

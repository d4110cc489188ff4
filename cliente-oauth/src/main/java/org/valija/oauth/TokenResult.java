package org.valija.oauth;

import java.time.Duration;
import java.util.function.Function;

/** What came of asking the vault for an access token. Each kind but the first says whose turn it is. */
public sealed interface TokenResult {

    /** Here it is. */
    record Usable(AccessToken token) implements TokenResult {}

    /** Nobody's turn: the provider or the database cannot be reached just now. */
    record NotNow(GrantError error, Duration retryAfter) implements TokenResult {}

    /** The user must authenticate again. */
    record NeedsAuthentication(GrantError error) implements TokenResult {}

    /** The administrator must mend the client. */
    record NeedsAdmin(GrantError error) implements TokenResult {}

    /** The user disconnected the address, or there is no such grant. */
    record Disconnected() implements TokenResult {}

    /** Calls the one function that fits. */
    default <R> R fold(
            Function<Usable, R> usable,
            Function<NotNow, R> notNow,
            Function<NeedsAuthentication, R> needsAuthentication,
            Function<NeedsAdmin, R> needsAdmin,
            Function<Disconnected, R> disconnected) {
        if (this instanceof Usable result) {
            return usable.apply(result);
        }
        if (this instanceof NotNow result) {
            return notNow.apply(result);
        }
        if (this instanceof NeedsAuthentication result) {
            return needsAuthentication.apply(result);
        }
        if (this instanceof NeedsAdmin result) {
            return needsAdmin.apply(result);
        }
        return disconnected.apply((Disconnected) this);
    }
}

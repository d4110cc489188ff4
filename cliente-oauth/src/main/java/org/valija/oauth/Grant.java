package org.valija.oauth;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One row of table {@code Emails} with its state, without its secrets: a user authorised us to send from an address.
 *
 * @param id {@code Emails.Id}
 * @param userCode {@code Emails.CodigoUsuario}: whose grant it is
 * @param providerId {@code Emails.IdProveedor}
 * @param email {@code Emails.EMail}, in lower case
 * @param principal who consented at the provider, as the provider names them; often the same address
 * @param state what the grant can be used for
 * @param scopes what the provider granted
 * @param expiresAt {@code Emails.FechaExpiracion}: end of the access token held now
 * @param connectedAt when its user last authenticated
 * @param lastUsedAt when a token of it was last handed out for use
 * @param lastRefreshedAt when its access token was last obtained
 * @param lastError what last went wrong, cleared by success
 */
public record Grant(
        long id,
        String userCode,
        int providerId,
        String email,
        String principal,
        GrantState state,
        Set<String> scopes,
        Optional<Instant> expiresAt,
        Instant connectedAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> lastRefreshedAt,
        Optional<GrantError> lastError) {

    public Grant {
        scopes = Set.copyOf(scopes);
    }

    /** The same grant in another state. */
    public Grant in(GrantState other) {
        return new Grant(
                id,
                userCode,
                providerId,
                email,
                principal,
                other,
                scopes,
                expiresAt,
                connectedAt,
                lastUsedAt,
                lastRefreshedAt,
                lastError);
    }
}

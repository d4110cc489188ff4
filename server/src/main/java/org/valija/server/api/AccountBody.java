package org.valija.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantError;
import org.valija.oauth.GrantState;
import org.valija.server.accounts.AccountView;
import org.valija.server.web.Say;

/**
 * An account as programs see it; nothing of it is secret.
 *
 * @param user whose it is
 * @param provider its number: 1 is Gmail, 2 Microsoft
 * @param since when its user last authenticated, or, where it does not serve, when that was found
 * @param lastError what is wrong with it, when something is
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record AccountBody(
        long id,
        String user,
        String email,
        int provider,
        String providerName,
        GrantState state,
        Instant since,
        Optional<Trouble> lastError) {

    /**
     * What is wrong.
     *
     * @param code the provider's, or one of ours
     * @param at when it was found
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Trouble(String code, String what, String side, String todo, Optional<Instant> at) {}

    static AccountBody of(AccountView view) {
        Grant grant = view.grant();
        Optional<Instant> failedAt = grant.lastError().map(GrantError::at);
        boolean serves = grant.state() == GrantState.CONNECTED;
        return new AccountBody(
                grant.id(),
                grant.userCode(),
                grant.email(),
                grant.providerId(),
                view.providerName(),
                grant.state(),
                serves ? grant.connectedAt() : failedAt.orElse(grant.connectedAt()),
                view.trouble().map(say -> trouble(grant, say)));
    }

    private static Trouble trouble(Grant grant, Say say) {
        String code =
                grant.lastError().map(GrantError::code).orElse(grant.state().name());
        return new Trouble(
                code, say.what(), say.side(), say.todo(), grant.lastError().map(GrantError::at));
    }
}

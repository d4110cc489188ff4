package org.valija.server.accounts;

import java.util.Optional;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.TransportKind;
import org.valija.server.web.Say;

/**
 * An account as its page shows it.
 *
 * @param grant what is stored, without secrets
 * @param providerName as a person knows it
 * @param trouble what is wrong and what to do, when something is
 * @param transport the road that its mail takes; empty when the permission allows none
 * @param other another road that the permission allows too
 */
public record AccountView(
        Grant grant,
        String providerName,
        Optional<Say> trouble,
        Optional<TransportKind> transport,
        Optional<TransportKind> other) {

    /** Name of the pill's colour. */
    public String tone() {
        return connected() && trouble.isPresent() ? "warn" : tone(grant.state());
    }

    /** Name of a state's colour. */
    public static String tone(GrantState state) {
        return switch (state) {
            case CONNECTED -> "ok";
            case NEEDS_AUTHENTICATION, NEEDS_ADMIN -> "bad";
            case DISCONNECTED -> "idle";
        };
    }

    public boolean connected() {
        return grant.state() == GrantState.CONNECTED;
    }
}

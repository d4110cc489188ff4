package org.valija.simulator.google;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** One consent that was redeemed: every token that came of it belongs to it and dies with it. Guarded by {@link Grants}. */
final class Grant {

    private final SimulatedClient client;
    private final SimulatedAccount account;
    private final Set<String> scopes;
    private final Optional<String> nonce;
    private boolean revoked;

    Grant(SimulatedClient client, SimulatedAccount account, Set<String> scopes, Optional<String> nonce) {
        this.client = client;
        this.account = account;
        this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
        this.nonce = nonce;
    }

    SimulatedClient client() {
        return client;
    }

    SimulatedAccount account() {
        return account;
    }

    Set<String> scopes() {
        return scopes;
    }

    Optional<String> nonce() {
        return nonce;
    }

    boolean isRevoked() {
        return revoked;
    }

    void revoke() {
        revoked = true;
    }

    boolean isOf(String clientId, String address) {
        return client.id().equals(clientId) && account.address().equals(address);
    }
}

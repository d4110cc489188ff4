package org.valija.server.doctor;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.valija.diagnosis.Cause;
import org.valija.diagnosis.Diagnosis;
import org.valija.oauth.OAuth;
import org.valija.oauth.OAuthClient;
import org.valija.oauth.Provider;
import org.valija.server.accounts.ReturnAddresses;

/** The OAuth client: registered here, known to the provider, and fit for the way in which users authorise. Thread-safe. */
final class ClientCheck {

    private final OAuth oauth;
    private final ReturnAddresses addresses;
    private final Clock clock;

    ClientCheck(OAuth oauth, ReturnAddresses addresses, Clock clock) {
        this.oauth = oauth;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** @param reachable whether the provider's endpoints can be asked */
    Finding run(Provider provider, boolean reachable) {
        Optional<OAuthClient> client = oauth.currentClient(provider.id());
        if (client.isEmpty()) {
            return Finding.problem(Check.CLIENT, Diagnosis.of(Cause.NO_CLIENT).at(provider.name()));
        }
        URI redirect = addresses.of(client.get().type());
        return ofItself(provider, client.get(), redirect)
                .or(() -> reachable ? ofProvider(provider, client.get(), redirect) : Optional.empty())
                .map(diagnosis -> Finding.problem(Check.CLIENT, diagnosis.at(provider.name())))
                .orElseGet(() -> Finding.ok(
                        Check.CLIENT, "client." + client.get().type() + (reachable ? "" : ".unasked"), redirect));
    }

    private Optional<Diagnosis> ofItself(Provider provider, OAuthClient client, URI redirect) {
        if (client.secretExpiresAt().filter(clock.instant()::isAfter).isPresent()) {
            return Optional.of(Diagnosis.of(Cause.CLIENT_SECRET_EXPIRED));
        }
        if (provider.id() == Provider.GMAIL && client.secret().isEmpty()) {
            return Optional.of(Diagnosis.of(Cause.CLIENT_SECRET_MISSING));
        }
        boolean loopback = "127.0.0.1".equals(redirect.getHost());
        return loopback || "https".equals(redirect.getScheme())
                ? Optional.empty()
                : Optional.of(Diagnosis.of(Cause.PUBLIC_ADDRESS_NOT_HTTPS).naming(redirect.toString()));
    }

    private Optional<Diagnosis> ofProvider(Provider provider, OAuthClient client, URI redirect) {
        return oauth.probe()
                .refusal(provider, client, redirect)
                .or(() -> oauth.probe().clientRefusal(provider, client, redirect));
    }
}

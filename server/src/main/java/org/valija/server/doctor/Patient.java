package org.valija.server.doctor;

import java.util.Optional;
import org.valija.oauth.Grant;
import org.valija.oauth.Provider;

/**
 * What is examined.
 *
 * @param provider at which it is
 * @param grant the account, where there is one
 */
public record Patient(Provider provider, Optional<Grant> grant) {

    String email() {
        return grant.map(Grant::email).orElse("");
    }
}

package org.valija.oauth;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A road by which a provider takes mail, and what must be granted for it.
 *
 * @param scopes any one of them suffices; the first, the lightest, is the one asked for. Empty where the provider's
 *     common scopes are enough
 */
public record TransportAccess(TransportKind kind, List<String> scopes) {

    public TransportAccess {
        scopes = List.copyOf(scopes);
    }

    /** Whether mail may take this road with what was granted. */
    public boolean isAllowedBy(Set<String> granted) {
        return scopes.isEmpty() || scopes.stream().anyMatch(granted::contains);
    }

    /** The scope to ask for. */
    public Optional<String> lightest() {
        return scopes.stream().findFirst();
    }
}

package org.valija.simulator.google;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A valid request of RFC 6749 §4.1.1 with PKCE, waiting for the user's decision. */
record AuthorizationRequest(
        SimulatedClient client,
        URI redirectUri,
        Optional<String> state,
        Set<String> scopes,
        String codeChallenge,
        Optional<String> nonce,
        boolean offline,
        boolean consentPrompted,
        String loginHint,
        Instant expiresAt) {}

package org.valija.simulator.google;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The tokens one token request earned. */
record TokenAnswer(
        Grant grant,
        String accessToken,
        Duration lifetime,
        Optional<String> refreshToken,
        Optional<Duration> refreshLifetime,
        Set<String> scopes,
        boolean fromCode) {}

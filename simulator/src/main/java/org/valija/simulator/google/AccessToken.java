package org.valija.simulator.google;

import java.util.Set;

/** A live access token, as a resource server sees it. */
public record AccessToken(SimulatedAccount account, Set<String> scopes) {}

package org.valija.server.mailroom;

import java.util.Optional;

/**
 * Which address to authorise.
 *
 * @param user whose it is
 * @param email the address; empty for the user's recovery address
 * @param providerId the provider
 */
public record AuthorizationWish(String user, Optional<String> email, int providerId) {}

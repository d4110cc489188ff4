package org.valija.server.api;

import java.time.Instant;
import java.util.Optional;

/**
 * An authorisation that a program has begun, to be given by a person in a browser.
 *
 * @param id by which the program asks for it; in the address that is opened stands another value
 * @param tokenId of the token by which it was begun
 * @param program name of who asks
 * @param userCode whose account it becomes
 * @param email that must authenticate
 * @param refusedAt when the person last refused
 */
record AuthorizationLink(
        String id,
        long tokenId,
        String program,
        String userCode,
        int providerId,
        String email,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> refusedAt) {}

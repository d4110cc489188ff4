package org.valija.oauth;

import java.time.Instant;

/**
 * A token that may be used now.
 *
 * @param grantId the grant it belongs to
 * @param generation of the grant's tokens; a later one means that this was replaced
 * @param email the mailbox it opens
 * @param value the token itself
 * @param expiresAt when it ends
 */
public record AccessToken(long grantId, long generation, String email, Secret value, Instant expiresAt) {}

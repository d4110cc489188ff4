package org.valija.server.recovery;

import java.time.Instant;

/**
 * A link that lets its user set a new key.
 *
 * @param tokenHash by which it is known
 * @param mark of the user's key and address when it was made; with another one it is good for nothing
 * @param outboxId of the mail that carries it
 */
record RecoveryLink(String tokenHash, String userCode, String mark, long outboxId, Instant expiresAt) {}

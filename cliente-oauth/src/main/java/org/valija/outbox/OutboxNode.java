package org.valija.outbox;

import java.time.Instant;

/**
 * A process that delivers.
 *
 * @param name stable and its own
 * @param startedAt when it began
 * @param seenAt its last sign of life; a few seconds ago where it lives
 */
public record OutboxNode(String name, Instant startedAt, Instant seenAt) {}

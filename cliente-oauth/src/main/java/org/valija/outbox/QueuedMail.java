package org.valija.outbox;

import java.time.Instant;
import org.valija.mail.Envelope;

/**
 * A mail that was accepted.
 *
 * @param id by which the outbox knows it
 * @param grantId account that sends it
 * @param lane how urgent it is
 * @param state where it is on its way
 * @param dueAt when it is to be tried, at the earliest
 * @param acceptedAt when it was accepted
 * @param envelope who sends to whom
 * @param messageId of its header
 * @param subject of its header
 * @param content its octets in the database
 * @param attempts how often it was tried
 */
public record QueuedMail(
        long id,
        long grantId,
        Lane lane,
        MessageState state,
        Instant dueAt,
        Instant acceptedAt,
        Envelope envelope,
        String messageId,
        String subject,
        ContentId content,
        int attempts) {}

package org.valija.server.sending;

import java.time.Instant;

/**
 * The octets of a draft's mail that its author was shown.
 *
 * @param contentId where they are kept
 * @param fingerprint of what they were made of
 * @param messageId of their header
 * @param size in octets
 * @param smtpUtf8 whether they need a server that offers SMTPUTF8
 */
record DraftPreview(
        String draftId,
        String contentId,
        String fingerprint,
        String messageId,
        long size,
        boolean smtpUtf8,
        Instant madeAt) {}

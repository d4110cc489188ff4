package org.valija.server.delivery;

import java.time.Instant;

/**
 * A company's own text for a kind of document.
 *
 * @param updatedBy code of the user who wrote it
 */
record MailTemplate(MailText text, String updatedBy, Instant updatedAt) {}

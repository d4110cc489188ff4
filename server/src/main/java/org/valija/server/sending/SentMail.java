package org.valija.server.sending;

import java.time.Instant;

/**
 * What is told of a mail that has left, whichever way it took.
 *
 * @param at when the server took it
 * @param refused addresses that it did not take, may be empty
 * @param messageId of its header
 * @param reply the server's words
 */
record SentMail(Instant at, String refused, String messageId, String reply) {}

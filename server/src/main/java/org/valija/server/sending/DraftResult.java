package org.valija.server.sending;

import java.time.Instant;
import java.util.Optional;

/**
 * How an attempt to send ended.
 *
 * @param code what happened, a key of the message bundle
 * @param detail the server's own words, for whoever helps by telephone
 * @param messageId of the mail
 * @param refused recipients that were refused while others were accepted
 * @param at when
 */
public record DraftResult(String code, String detail, Optional<String> messageId, String refused, Instant at) {}

package org.valija.server.delivery;

import java.time.Instant;

/**
 * An address that a document was sent to before.
 *
 * @param address in lower case
 * @param n for the how-manyeth time
 * @param deliveryId of the record's line
 * @param at when it was handed in
 * @param userCode who sent it
 * @param reached whether it may have got it, or will: the mail did not fail, was not taken back, and this address not refused
 */
public record Received(String address, int n, long deliveryId, Instant at, String userCode, boolean reached) {}

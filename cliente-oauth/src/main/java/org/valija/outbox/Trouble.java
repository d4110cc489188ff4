package org.valija.outbox;

import java.time.Duration;
import java.util.Optional;

/**
 * What keeps an account from sending.
 *
 * @param kind for people; empty for a short wait that nobody needs to know of
 * @param cause code of the cause
 * @param detail the words that the cause was concluded from
 * @param askAgain how long until it is tried again by itself; empty when that must be brought about
 */
record Trouble(Optional<HoldKind> kind, String cause, String detail, Optional<Duration> askAgain) {}

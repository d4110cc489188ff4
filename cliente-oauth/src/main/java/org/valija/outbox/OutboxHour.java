package org.valija.outbox;

import java.time.Instant;

/**
 * What an account's mail did in one hour.
 *
 * @param grantId of the account
 * @param hour its beginning
 * @param sent mails that a server took
 * @param failed mails that were refused for good, or grew too old
 * @param cancelled mails that were taken back
 * @param unknown attempts whose answer did not come
 * @param held mails that were held, the most at one time
 */
public record OutboxHour(long grantId, Instant hour, long sent, long failed, long cancelled, long unknown, long held) {}

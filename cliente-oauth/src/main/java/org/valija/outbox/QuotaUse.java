package org.valija.outbox;

/**
 * What an account has begun to send and counts for its provider's quota of a day.
 *
 * @param mails begun
 * @param recipients of those mails, each as often as it was written to
 */
public record QuotaUse(long mails, long recipients) {}

package org.valija.outbox;

/**
 * How many mails of an account are in a state and have not ended.
 *
 * @param grantId of the account
 * @param state {@link MessageState#HELD} for those of a held account too
 * @param mails how many
 */
public record WaitingCount(long grantId, MessageState state, long mails) {}

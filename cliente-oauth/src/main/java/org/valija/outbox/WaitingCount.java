package org.valija.outbox;

import java.util.Optional;

/**
 * How many mails of an account and a lane are in a state and have not ended.
 *
 * @param grantId of the account
 * @param lane theirs
 * @param state {@link MessageState#HELD} for those of a held account too
 * @param held why they are held, when they are
 * @param mails how many
 */
public record WaitingCount(long grantId, Lane lane, MessageState state, Optional<HoldKind> held, long mails) {}

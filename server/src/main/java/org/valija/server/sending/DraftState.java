package org.valija.server.sending;

/** Where a draft stands. */
public enum DraftState {
    /** Being written. */
    DRAFT,
    /** On its way by a server that takes a password, now. */
    SENDING,
    /** In the outbox, which tells how it goes on. */
    ACCEPTED,
    /** Accepted by the mail server for at least one recipient. */
    SENT,
    /** Refused for good; its author must change something. */
    REJECTED,
    /** Waits for its author, the administrator or a quota. */
    HELD,
    /** Refused for now; may be tried again as it is. */
    DEFERRED,
    /** May have been accepted: the connection or the program ended before the answer. */
    UNKNOWN;

    /** Whether its author may change and send it. */
    public boolean isOpen() {
        return this != SENDING && this != SENT && this != ACCEPTED;
    }
}

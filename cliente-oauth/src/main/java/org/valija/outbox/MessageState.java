package org.valija.outbox;

/** Where a mail is on its way. The names stand in the database. */
public enum MessageState {
    /** Accepted; not yet begun. */
    QUEUED,
    /** Its content may be on the wire. */
    SENDING,
    /** A server took it. */
    SENT,
    /** Tried in vain; will be tried again. */
    DEFERRED,
    /** Waits until somebody mends what is in its way. */
    HELD,
    /** A server refused it for good, or it grew too old. */
    FAILED,
    /** A server may have taken it: its answer did not come. */
    UNKNOWN,
    /** Taken back before it was begun. */
    CANCELLED
}

package org.valija.server.sending;

/** What became of a draft that was to leave. */
enum Acceptance {
    /** It leaves, or its page tells why it cannot. */
    DONE,
    /** Somebody else has sent the document to one of its addresses since it was checked; nothing was changed. */
    SENT_MEANWHILE
}

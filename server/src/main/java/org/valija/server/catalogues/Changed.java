package org.valija.server.catalogues;

/** What became of a change. */
enum Changed {
    /** It is stored. */
    DONE,
    /** Another has that RFC; nothing was stored. */
    TAKEN,
    /** Somebody else has changed or deleted it since it was shown; nothing was stored. */
    DIFFERENT
}

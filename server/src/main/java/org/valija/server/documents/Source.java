package org.valija.server.documents;

/** How a document came. The names stand in the database. */
public enum Source {
    /** Typed at the console. */
    FORM,
    /** As a file, at the console. */
    UPLOAD,
    /** From another program. */
    API,
    /** From a watched folder. */
    FOLDER
}

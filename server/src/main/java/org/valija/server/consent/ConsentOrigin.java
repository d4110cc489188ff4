package org.valija.server.consent;

/** Who asks for an authorisation. The names stand in the database. */
public enum ConsentOrigin {
    /** A program with a token. */
    PROGRAM,
    /** A person at the console. */
    ADMINISTRATOR,
    /** The installation, because an account's permission ended. */
    ALERT
}

package org.valija.server.users;

/** <em>Perfil</em>: what a user may do. */
public enum Profile {
    /** Registers users and the OAuth client, sees every account. */
    ADMINISTRATION,
    /** Sends from the own account. */
    SENDER
}

package org.valija.oauth;

/** What a grant can be used for, and whose turn it is when it cannot. */
public enum GrantState {
    /** Usable; renewed by itself. */
    CONNECTED,
    /** The provider no longer honours the grant; its user must authenticate again. */
    NEEDS_AUTHENTICATION,
    /** The OAuth client itself is refused (secret, type, scopes); its administrator must mend it. */
    NEEDS_ADMIN,
    /** Its user disconnected it. */
    DISCONNECTED
}

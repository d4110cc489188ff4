package org.valija.diagnosis;

import java.util.Locale;

/** Who can mend it. */
public enum Turn {
    /** Whose mail it is. */
    USER,
    /** Who runs the installation, the OAuth client or the company's mail. */
    ADMINISTRATOR,
    /** The mail provider itself. */
    PROVIDER,
    /** The way between here and the provider: connection, name service, firewall, proxy. */
    NETWORK,
    /** It passes by itself. */
    NOBODY;

    /** As it stands in machine-readable output. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.valija.server.sessions;

import java.io.Serializable;

/**
 * Where a session was begun.
 *
 * @param address of the network
 */
record SessionPlace(DeviceName device, String address) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The session's attribute that holds it; it stands in the session's row too, for who looks at a list of sessions. */
    static final String ATTRIBUTE = "valija.place";

    static final SessionPlace UNKNOWN = new SessionPlace(new DeviceName("", ""), "");
}

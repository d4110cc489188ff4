package org.valija.server.web;

/** Who looks at the page of this request; asked only where somebody has entered. */
public interface Viewer {

    /** Whether the parts for administrators are shown. */
    boolean administers();
}

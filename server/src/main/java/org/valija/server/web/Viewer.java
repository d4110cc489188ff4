package org.valija.server.web;

import java.util.Locale;
import java.util.Optional;

/** Who looks at the page of this request; asked only where somebody has entered. */
public interface Viewer {

    /** Whether that part of the console is shown. */
    boolean sees(Area area);

    /** The language that the reader chose for all browsers. */
    Optional<Locale> locale();
}

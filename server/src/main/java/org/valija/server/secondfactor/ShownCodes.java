package org.valija.server.secondfactor;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Recovery codes on their way to the page that shows them once. */
record ShownCodes(ArrayList<String> codes) implements Serializable {

    private static final long serialVersionUID = 1L;

    static ShownCodes of(List<String> codes) {
        return new ShownCodes(new ArrayList<>(codes));
    }

    @Override
    public String toString() {
        return "•••";
    }
}

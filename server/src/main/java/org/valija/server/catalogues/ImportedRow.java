package org.valija.server.catalogues;

import java.util.List;

/** A row of a sheet, as it was understood before it is compared with the catalogue. */
sealed interface ImportedRow {

    /** Its number, as a program for sheets shows it. */
    int line();

    /**
     * What it says. What is empty says nothing: the catalogue keeps what it has.
     *
     * @param name may be empty
     * @param curp may be empty
     * @param postalCode may be empty
     * @param to contacts that mail goes to; may be none
     * @param cc contacts that get a copy; may be none
     */
    record Understood(
            int line, String rfc, String name, String curp, String postalCode, List<Contact> to, List<Contact> cc)
            implements ImportedRow {

        String identity() {
            return Rfc.identity(rfc, name);
        }
    }

    /**
     * What was wrong with it.
     *
     * @param label by which a person knows it again
     */
    record Wrong(int line, String label, List<RowFinding> findings) implements ImportedRow {}
}

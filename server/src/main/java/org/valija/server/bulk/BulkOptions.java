package org.valija.server.bulk;

/**
 * What goes with each document.
 *
 * @param xml the XML as a file
 * @param pdf the PDF as a file
 * @param copyToMe a hidden copy to who sends
 * @param again also to who got it before
 */
record BulkOptions(boolean xml, boolean pdf, boolean copyToMe, boolean again) {

    /** Both files, no copy, nothing twice. */
    static final BulkOptions STANDARD = new BulkOptions(true, true, false, false);
}

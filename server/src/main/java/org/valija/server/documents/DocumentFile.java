package org.valija.server.documents;

import java.util.Locale;

/**
 * A file of a document.
 *
 * @param id of its row
 * @param role what it is to the document
 * @param fileName as it came, without folders
 * @param mediaType by the name's ending
 * @param size in octets
 * @param sha256 of its content, in hex
 */
public record DocumentFile(long id, Role role, String fileName, String mediaType, long size, String sha256) {

    /** What a file is to its document; there is at most one XML and one PDF. The names stand in the database. */
    public enum Role {
        XML,
        PDF,
        OTHER
    }

    /** A name without its ending, in small letters: an XML and its PDF share it. */
    static String stem(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return (dot > 0 ? fileName.substring(0, dot) : fileName).toLowerCase(Locale.ROOT);
    }
}

package org.valija.server.documents;

import org.valija.mail.ContentSource;
import org.valija.server.files.FileNames;

/**
 * A file that comes in.
 *
 * @param name as it was sent; folders in it are cut off
 * @param size in octets, as far as is known before it is read
 * @param content read as often as needed
 */
public record IncomingFile(String name, long size, ContentSource content) {

    public IncomingFile {
        name = FileNames.plain(name);
    }
}

package org.valija.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Octets that can be read from their beginning any number of times. */
@FunctionalInterface
public interface ContentSource {

    /** A new stream at the beginning; the caller closes it. */
    InputStream open() throws IOException;

    /** Of octets in memory, which must not be changed afterwards. */
    static ContentSource of(byte[] octets) {
        return () -> new ByteArrayInputStream(octets);
    }

    /** Of a file, read when the mail is built. */
    static ContentSource of(Path file) {
        return () -> Files.newInputStream(file);
    }
}

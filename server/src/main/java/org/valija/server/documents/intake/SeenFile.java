package org.valija.server.documents.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file as it was seen.
 *
 * @param size in octets
 * @param changed when it was last written, as the file system says
 */
record SeenFile(Path path, long size, FileTime changed) {

    private static final Logger LOG = LoggerFactory.getLogger(SeenFile.class);

    /** Empty for what is no plain file, such as a link, and for one that is gone. */
    static Optional<SeenFile> at(Path path) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    ? Optional.of(new SeenFile(path, found.size(), found.lastModifiedTime()))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.debug("{} is gone", path, e);
            return Optional.empty();
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    /** Whether it stands there still as it was seen. */
    boolean isUnchanged() {
        return at(path).filter(this::equals).isPresent();
    }
}

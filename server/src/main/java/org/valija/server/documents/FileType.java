package org.valija.server.documents;

import java.util.Locale;
import java.util.Optional;
import org.valija.server.documents.DocumentFile.Role;

/** The files that documents have, known by their names' endings; what stands in them is checked. */
enum FileType {
    XML("xml", Role.XML, 32),
    PDF("pdf", Role.PDF, 25),
    XLSX("xlsx", Role.OTHER, 25);

    private static final long MEGABYTE = 1024 * 1024;

    private final String ending;
    private final Role role;
    private final int megabytes;

    FileType(String ending, Role role, int megabytes) {
        this.ending = ending;
        this.role = role;
        this.megabytes = megabytes;
    }

    static Optional<FileType> of(String fileName) {
        String small = fileName.toLowerCase(Locale.ROOT);
        for (FileType type : values()) {
            if (small.endsWith("." + type.ending)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    Role role() {
        return role;
    }

    /** What a file of this type may weigh. */
    int megabytes() {
        return megabytes;
    }

    int octets() {
        return (int) (megabytes * MEGABYTE);
    }
}

package org.valija.server.documents;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.mail.ContentSource;
import org.valija.server.documents.DocumentFileTable.NewFile;
import org.valija.server.secrets.Sha256;

/** Reads files that come in, each whole and within the bounds of its type, and keeps those that are right. Thread-safe. */
@Component
class FileReading {

    private static final Logger LOG = LoggerFactory.getLogger(FileReading.class);

    private final DocumentFiles files;

    FileReading(DocumentFiles files) {
        this.files = files;
    }

    /**
     * A file that is what its name says.
     *
     * @param uuids that stand in a PDF's name or on its first pages
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody changes or compares it
    record Checked(String name, FileType type, byte[] octets, String sha256, Set<UUID> uuids) {}

    /**
     * Reads a file and looks whether it is what its name says; XML is only read here.
     *
     * @throws RefusedFileException when it is not
     * @throws IOException when it cannot be read
     */
    Checked check(IncomingFile file) throws IOException {
        if (file.name().isEmpty()) {
            throw RefusedFileException.of("name");
        }
        FileType type = FileType.of(file.name()).orElseThrow(() -> RefusedFileException.of("type"));
        if (file.size() > type.octets()) {
            throw RefusedFileException.of("large", type.megabytes());
        }
        byte[] octets;
        try (InputStream in = file.content().open()) {
            octets = in.readNBytes(type.octets() + 1);
        }
        if (octets.length > type.octets()) {
            throw RefusedFileException.of("large", type.megabytes());
        }
        if (octets.length == 0) {
            throw RefusedFileException.of("empty");
        }
        Set<UUID> uuids = examined(file.name(), type, octets);
        return new Checked(
                file.name(),
                type,
                octets,
                HexFormat.of().formatHex(Sha256.digest().digest(octets)),
                uuids);
    }

    /** A file that is met with what nobody thought of is refused as well: it must not hold up others. */
    private static Set<UUID> examined(String name, FileType type, byte[] octets) {
        try {
            switch (type) {
                case PDF -> {
                    Set<UUID> found = PdfCheck.uuids(name);
                    found.addAll(PdfCheck.read(octets));
                    return found;
                }
                case XLSX -> SheetCheck.check(octets);
                case XML -> XmlCheck.check(octets);
            }
            return Set.of();
        } catch (RefusedFileException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} cannot be examined", name, e);
            throw new RefusedFileException(Refusal.strange());
        }
    }

    NewFile keep(Checked file) throws IOException {
        return files.keep(file.type().role(), file.name(), ContentSource.of(file.octets()));
    }

    /** All of them, or none. */
    List<NewFile> keep(List<Checked> checked) throws IOException {
        List<NewFile> kept = new ArrayList<>();
        boolean all = false;
        try {
            for (Checked file : checked) {
                kept.add(keep(file));
            }
            all = true;
            return kept;
        } finally {
            if (!all) {
                files.forget(kept);
            }
        }
    }
}

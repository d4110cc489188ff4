package org.valija.server.sheets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.valija.server.sheets.UnreadableSheetException.Reason;

/**
 * An archive that was read through once before anything in it is believed: so many entries, none twice, so many octets when
 * inflated (counted, not as the archive says), and no piece of markup or text in its XML that would stand in memory as one.
 * Both the check and the reading go by the entries as they follow each other; the directory at the end, which may tell another
 * story, is not looked at.
 */
final class CheckedZip {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int BUFFER = 64 * 1024;

    /** Octets between two signs &lt; of XML: the longest cell, each of its characters written as a reference. */
    private static final int LONGEST_PIECE = 512 * 1024;

    private final byte[] file;
    private final SheetLimits limits;
    private final Set<String> names = new HashSet<>();

    /** @throws UnreadableSheetException when it is not as it should be */
    CheckedZip(byte[] file, SheetLimits limits) {
        this.file = file;
        this.limits = limits;
        try {
            check();
        } catch (IOException | IllegalArgumentException e) {
            // An entry's name that is no UTF-8 is an illegal argument to some releases of Java.
            throw new UnreadableSheetException(Reason.DAMAGED, e);
        }
    }

    /** An entry from its beginning. */
    Optional<InputStream> open(String name) {
        if (!names.contains(name)) {
            return Optional.empty();
        }
        try {
            ZipInputStream zip = stream();
            ZipEntry entry = zip.getNextEntry();
            while (entry != null && !entry.getName().equals(name)) {
                entry = zip.getNextEntry();
            }
            return Optional.of(zip);
        } catch (IOException e) {
            throw new UnreadableSheetException(Reason.DAMAGED, e);
        }
    }

    private void check() throws IOException {
        long most = Math.min(limits.inflated(), Math.max(MEGABYTE, (long) limits.ratio() * file.length));
        long inflated = 0;
        byte[] buffer = new byte[BUFFER];
        try (ZipInputStream zip = stream()) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!names.add(entry.getName())) {
                    throw new UnreadableSheetException(Reason.DAMAGED);
                }
                if (names.size() > limits.entries()) {
                    throw new UnreadableSheetException(Reason.EXPANDS);
                }
                boolean xml = isXml(entry.getName());
                int piece = 0;
                for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                    inflated += read;
                    if (inflated > most) {
                        throw new UnreadableSheetException(Reason.EXPANDS);
                    }
                    piece = xml ? pieceAfter(piece, buffer, read) : 0;
                }
            }
        }
    }

    /** How long the piece of XML is that goes on behind these octets. */
    private static int pieceAfter(int before, byte[] buffer, int length) {
        int piece = before;
        for (int i = 0; i < length; i++) {
            piece = buffer[i] == '<' ? 0 : piece + 1;
            if (piece > LONGEST_PIECE) {
                throw new UnreadableSheetException(Reason.CELL_TOO_LONG, CellText.LONGEST);
            }
        }
        return piece;
    }

    private static boolean isXml(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.endsWith(".xml") || small.endsWith(".rels");
    }

    private ZipInputStream stream() {
        return new ZipInputStream(new ByteArrayInputStream(file));
    }
}

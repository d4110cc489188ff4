package org.valija.server.sheets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.valija.server.sheets.UnreadableSheetException.Reason;

/**
 * An archive that was read through once before anything in it is believed: so many entries, none twice, so many octets when
 * inflated (counted, not as the archive says), and no piece of markup or text in its XML that would stand in memory as one. It
 * lies in a file of its own until {@link #close}: entries are found by the directory at its end, as other programs do, for
 * some write what stands before the entries so that nothing else can make sense of it. Not thread-safe.
 */
final class CheckedZip implements AutoCloseable {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int BUFFER = 64 * 1024;

    /** Octets between two signs &lt; of XML: the longest cell, each of its characters written as a reference. */
    private static final int LONGEST_PIECE = 512 * 1024;

    private final ZipFile zip;

    /**
     * @throws UnreadableSheetException when it is not as it should be
     * @throws UncheckedIOException when this machine does not take it
     */
    CheckedZip(byte[] file, SheetLimits limits) {
        this.zip = open(file);
        try {
            check(file.length, limits);
        } catch (IOException e) {
            close();
            throw new UnreadableSheetException(Reason.DAMAGED, e);
        } catch (UnreadableSheetException e) {
            close();
            throw e;
        }
    }

    /** An entry of XML from its beginning; others are not given out. */
    Optional<InputStream> open(String name) {
        ZipEntry entry = isXml(name) ? zip.getEntry(name) : null;
        try {
            return entry == null ? Optional.empty() : Optional.of(zip.getInputStream(entry));
        } catch (IOException e) {
            throw new UnreadableSheetException(Reason.DAMAGED, e);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file is deleted when it is closed, or the program ends. */
    private static ZipFile open(byte[] file) {
        try {
            Path path = Files.createTempFile("valija-sheet", ".xlsx");
            try {
                Files.write(path, file);
                return new ZipFile(path.toFile(), ZipFile.OPEN_READ | ZipFile.OPEN_DELETE);
            } catch (IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
        } catch (ZipException | EOFException e) {
            // Where its end says that there is more than there is, the JDK reads on until it cannot.
            throw new UnreadableSheetException(Reason.DAMAGED, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(int size, SheetLimits limits) throws IOException {
        long most = Math.min(limits.inflated(), Math.max(MEGABYTE, (long) limits.ratio() * size));
        if (zip.size() > limits.entries()) {
            throw new UnreadableSheetException(Reason.EXPANDS);
        }
        Set<String> names = new HashSet<>();
        long inflated = 0;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!names.add(entry.getName())) {
                throw new UnreadableSheetException(Reason.DAMAGED);
            }
            inflated += inflated(entry, most - inflated);
        }
    }

    private long inflated(ZipEntry entry, long most) throws IOException {
        boolean xml = isXml(entry.getName());
        byte[] buffer = new byte[BUFFER];
        long inflated = 0;
        int piece = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                inflated += read;
                if (inflated > most) {
                    throw new UnreadableSheetException(Reason.EXPANDS);
                }
                piece = xml ? pieceAfter(piece, buffer, read) : 0;
            }
        }
        return inflated;
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
}

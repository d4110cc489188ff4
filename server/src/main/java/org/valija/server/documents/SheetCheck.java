package org.valija.server.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a file is a sheet of Excel that whoever gets it can open: its parts are unpacked one by one, and none is kept. */
final class SheetCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SheetCheck.class);

    private static final long MOST = 512L * 1024 * 1024;
    private static final int MOST_PARTS = 2_000;
    private static final String CONTENT_TYPES = "[Content_Types].xml";
    private static final int BLOCK = 64 * 1024;

    private SheetCheck() {}

    /** @throws RefusedFileException when it is not */
    static void check(byte[] xlsx) {
        long total = 0;
        int parts = 0;
        boolean office = false;
        byte[] block = new byte[BLOCK];
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(xlsx))) {
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                parts++;
                office |= part.getName().equals(CONTENT_TYPES);
                for (int read = zip.read(block); read >= 0; read = zip.read(block)) {
                    total += read;
                    if (total > MOST || parts > MOST_PARTS) {
                        throw RefusedFileException.of("xlsx.bomb");
                    }
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            LOG.debug("not a sheet", e);
            throw RefusedFileException.of("xlsx");
        } catch (IOException e) {
            LOG.debug("a sheet ends early", e);
            throw RefusedFileException.of("xlsx");
        }
        if (!office) {
            throw RefusedFileException.of("xlsx");
        }
    }
}

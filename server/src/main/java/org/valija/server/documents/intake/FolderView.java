package org.valija.server.documents.intake;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks at a folder again and again, and tells which files are complete: those that stood there as they are for a while. What
 * programs call a file before it is complete is passed over until they rename it. Not thread-safe.
 */
final class FolderView {

    /** What programs call files that they have not written to the end. */
    private static final Pattern UNFINISHED =
            Pattern.compile("^[.~].*|.*\\.(?:tmp|temp|part|partial|filepart|crdownload|download|swp)$");

    private final Path folder;
    private final Duration still;
    private Map<Path, Since> known = new HashMap<>();

    FolderView(Path folder, Duration still) {
        this.folder = folder;
        this.still = still;
    }

    /** A file and when it was first seen as it is. */
    private record Since(SeenFile file, Instant first, Instant arrived) {}

    /**
     * The files that are complete.
     *
     * @throws IOException when the folder cannot be looked at
     */
    List<SeenFile> complete(Instant now) throws IOException {
        Map<Path, Since> seen = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!UNFINISHED
                        .matcher(entry.getFileName().toString().toLowerCase(Locale.ROOT))
                        .matches()) {
                    SeenFile.at(entry).ifPresent(file -> seen.put(entry, since(file, now)));
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        known = seen;
        List<SeenFile> complete = new ArrayList<>();
        for (Since one : seen.values()) {
            if (!one.first().plus(still).isAfter(now) && one.first().isBefore(now) || still.isZero()) {
                complete.add(one.file());
            }
        }
        complete.sort((a, b) -> a.path().compareTo(b.path()));
        return complete;
    }

    private Since since(SeenFile file, Instant now) {
        Since before = known.get(file.path());
        if (before == null) {
            return new Since(file, now, now);
        }
        return before.file().equals(file) ? before : new Since(file, now, before.arrived());
    }

    /** When a file of the last look came. */
    Optional<Instant> arrived(Path file) {
        return Optional.ofNullable(known.get(file)).map(Since::arrived);
    }
}

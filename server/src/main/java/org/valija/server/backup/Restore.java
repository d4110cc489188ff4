package org.valija.server.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.valija.oauth.KeyFile;
import org.valija.oauth.PrivateFiles;
import org.valija.oauth.VaultAdministration;
import org.valija.oauth.VaultAdministration.Verification;
import org.valija.server.ValijaProperties;
import org.valija.server.backup.BackupException.Problem;
import org.valija.server.database.SqliteFiles;
import org.valija.server.scratch.ScratchFolder;
import org.valija.server.secrets.SealedColumns;
import org.valija.sql.Schema;

/**
 * Brings a backup back. It is copied beside its place and checked there: that the database is whole, that the key file is its
 * own, and that every sealed value opens. Only then does it take the place of what is there, which is kept under another name.
 */
public final class Restore {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ValijaProperties properties;
    private final Clock clock;

    public Restore(ValijaProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * What is wished.
     *
     * @param folder with the database's copy
     * @param keys the key file's copy
     * @param replace whether what is in the data folder may be put aside
     * @param acceptUnreadable whether values that do not open are taken as they are
     */
    public record Wish(Path folder, Path keys, boolean replace, boolean acceptUnreadable) {}

    /**
     * What was brought back.
     *
     * @param verification of its sealed values
     * @param putAside what was there before, under its new name
     */
    public record Restored(Verification verification, List<Path> putAside) {}

    /**
     * Restores a SQLite database and its key file.
     *
     * @throws BackupException when the backup is not good, the data folder is in use, or holds something and
     *     {@code replace} is not wished; nothing was changed
     * @throws org.valija.oauth.VaultKeyException when the key file is not the database's; nothing was changed
     */
    public Restored sqlite(Wish wish) {
        Path database = properties.sqliteFile();
        Path keys = properties.keyFile().path();
        Path copy = existing(wish.folder().resolve(Backup.DATABASE));
        existing(wish.keys());
        refuseOccupied(wish);
        Path databaseDraft = database.resolveSibling(database.getFileName() + ".restoring");
        Path keysDraft = keys.resolveSibling(keys.getFileName() + ".restoring");
        try {
            copyPrivately(copy, databaseDraft);
            copyPrivately(wish.keys(), keysDraft);
            if (!SqliteFiles.isWhole(databaseDraft)) {
                throw new BackupException(Problem.DAMAGED, copy.toString());
            }
            DataSource draft = SqliteFiles.openAlone(databaseDraft);
            // A backup of an older version gets this one's tables, as its next start would give it.
            Schema.migrate(draft);
            Verification verification = verify(draft, keysDraft, wish);
            List<Path> aside = putAside(List.of(
                    database,
                    sibling(database, "-wal"),
                    sibling(database, "-shm"),
                    sibling(database, "-journal"),
                    keys));
            Files.move(databaseDraft, database, StandardCopyOption.ATOMIC_MOVE);
            Files.move(keysDraft, keys, StandardCopyOption.ATOMIC_MOVE);
            return new Restored(verification, aside);
        } catch (IOException e) {
            throw new BackupException(Problem.UNREADABLE, e, properties.data().toString(), e.toString());
        } finally {
            delete(databaseDraft);
            delete(keysDraft);
        }
    }

    /**
     * Restores the key file of a PostgreSQL database, which was restored by its own tool before.
     *
     * @param database its tables need not be current
     * @throws BackupException when the database was not restored before, or another key file is there
     * @throws org.valija.oauth.VaultKeyException when the key file is not the database's; nothing was changed
     */
    public Restored keysOf(DataSource database, Wish wish) {
        if (!Schema.exists(database)) {
            throw new BackupException(
                    Problem.DATABASE_FIRST,
                    new PostgresTools(properties.database())
                            .restore(wish.folder().toAbsolutePath().resolve(Backup.DUMP)));
        }
        existing(wish.keys());
        Path keys = properties.keyFile().path();
        if (Files.exists(keys) && !wish.replace()) {
            throw new BackupException(Problem.NOT_EMPTY, keys.toString());
        }
        Path keysDraft = keys.resolveSibling(keys.getFileName() + ".restoring");
        try {
            copyPrivately(wish.keys(), keysDraft);
            Schema.migrate(database);
            Verification verification = verify(database, keysDraft, wish);
            List<Path> aside = putAside(List.of(keys));
            Files.move(keysDraft, keys, StandardCopyOption.ATOMIC_MOVE);
            return new Restored(verification, aside);
        } catch (IOException e) {
            throw new BackupException(Problem.UNREADABLE, e, keys.toString(), e.toString());
        } finally {
            delete(keysDraft);
        }
    }

    private Verification verify(DataSource database, Path keys, Wish wish) {
        Verification verification = new VaultAdministration(
                        database, new KeyFile(keys, properties.keyFile().service()), clock)
                .covering(SealedColumns.ALL)
                .verify();
        List<String> unreadable = verification.unreadable();
        if (!unreadable.isEmpty() && !wish.acceptUnreadable()) {
            throw new BackupException(
                    Problem.VALUES_UNREADABLE, Integer.toString(unreadable.size()), String.join(", ", unreadable));
        }
        return verification;
    }

    private void refuseOccupied(Wish wish) {
        Path folder = properties.data();
        boolean occupied =
                holdsData(folder) || Files.exists(properties.keyFile().path());
        if (occupied && !wish.replace()) {
            throw new BackupException(Problem.NOT_EMPTY, folder.toString());
        }
        Path database = properties.sqliteFile();
        if (Files.exists(database) && !SqliteFiles.isUnused(database)) {
            throw new BackupException(Problem.IN_USE, folder.toString());
        }
    }

    /** The configuration may be there before: it says where things go. Temporary files are no data. */
    private static boolean holdsData(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> !file.endsWith("valija.yaml") && !file.endsWith(ScratchFolder.PARENT));
        } catch (IOException e) {
            throw new BackupException(Problem.UNREADABLE, e, folder.toString(), e.toString());
        }
    }

    private List<Path> putAside(List<Path> files) throws IOException {
        String moment = MOMENT.format(clock.instant());
        List<Path> aside = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                Path to = sibling(file, ".replaced-" + moment);
                Files.move(file, to);
                aside.add(to);
            }
        }
        return List.copyOf(aside);
    }

    private static Path existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BackupException(Problem.INCOMPLETE, file.toString());
        }
        return file;
    }

    private static void copyPrivately(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        PrivateFiles.create(to);
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
            long at = 0;
            while (at < in.size()) {
                at += in.transferTo(at, in.size() - at, out);
            }
            out.force(true);
        }
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw new BackupException(Problem.UNREADABLE, e, draft.toString(), e.toString());
        }
    }
}

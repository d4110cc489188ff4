package org.valija.server.backup;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.valija.oauth.KeyFile;
import org.valija.oauth.PrivateFiles;
import org.valija.oauth.VaultAdministration;
import org.valija.oauth.VaultAdministration.Verification;
import org.valija.server.ValijaProperties;
import org.valija.server.backup.BackupException.Problem;
import org.valija.server.database.SqliteFiles;
import org.valija.server.secrets.SealedColumns;
import org.valija.sql.Schema;

/**
 * Copies an installation while its service runs: the SQLite database as it is at one moment, and the key file. Both are
 * checked before they get their names, so that a backup that is there can be restored.
 */
public final class Backup {

    /** Name of the database's copy in the backup folder. */
    public static final String DATABASE = "valija.db";

    /** Name of PostgreSQL's dump that stands in its place. */
    public static final String DUMP = "valija.dump";

    /** Name of the key file's copy, where no other place is asked for. */
    public static final String KEYS = "valija.keys";

    private final ValijaProperties properties;
    private final Clock clock;

    public Backup(ValijaProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * What was copied.
     *
     * @param database the database's copy; empty with PostgreSQL, whose own tool copies it
     * @param keys the key file's copy
     * @param databaseCommand what copies a PostgreSQL database
     * @param verification of the copy; empty where there is none, or it has an older version's tables
     */
    public record Copied(
            Optional<Path> database,
            Path keys,
            Optional<String> databaseCommand,
            Optional<Verification> verification) {}

    /**
     * Writes the copies.
     *
     * @param folder for the database; made where it is missing
     * @param keys for the key file, which must not exist; its folder is made where it is missing
     * @throws BackupException when something is in the way or cannot be read or written
     * @throws org.valija.oauth.VaultKeyException when the key file is not the database's
     */
    public Copied write(Path folder, Path keys) {
        Path whole = folder.toAbsolutePath();
        try {
            makeFolder(whole);
            Optional<Path> folderOfKeys =
                    Optional.ofNullable(keys.toAbsolutePath().getParent());
            if (folderOfKeys.isPresent()) {
                makeFolder(folderOfKeys.get());
            }
            refuseExisting(keys);
            if (properties.database().url().isPresent()) {
                copyKeys(keys);
                String command = new PostgresTools(properties.database()).dump(whole.resolve(DUMP));
                return new Copied(Optional.empty(), keys, Optional.of(command), Optional.empty());
            }
            if (Files.notExists(properties.sqliteFile())) {
                throw BackupException.noInstallation(properties.data());
            }
            Path database = whole.resolve(DATABASE);
            refuseExisting(database);
            return copyBoth(database, keys);
        } catch (IOException e) {
            throw new BackupException(Problem.UNREADABLE, e, folder.toString(), e.toString());
        }
    }

    private Copied copyBoth(Path database, Path keys) throws IOException {
        Path draft = database.resolveSibling(DATABASE + ".part");
        boolean done = false;
        try {
            Files.deleteIfExists(draft);
            SqliteFiles.copy(properties.sqliteFile(), draft);
            // After the database: a key that it uses is in the file by then, since a key is in use only once it is
            // there.
            copyKeys(keys);
            if (!SqliteFiles.isWhole(draft)) {
                throw new BackupException(
                        Problem.DAMAGED, properties.sqliteFile().toString());
            }
            Optional<Verification> verification = verify(draft, keys);
            Files.move(draft, database, StandardCopyOption.ATOMIC_MOVE);
            done = true;
            return new Copied(Optional.of(database), keys, Optional.empty(), verification);
        } finally {
            Files.deleteIfExists(draft);
            if (!done) {
                Files.deleteIfExists(keys);
            }
        }
    }

    private Optional<Verification> verify(Path database, Path keys) {
        DataSource copy = SqliteFiles.openAlone(database);
        if (!Schema.isCurrent(copy)) {
            return Optional.empty();
        }
        KeyFile copied = new KeyFile(keys, properties.keyFile().service());
        return Optional.of(new VaultAdministration(copy, copied, clock)
                .covering(SealedColumns.ALL)
                .verify());
    }

    private void copyKeys(Path keys) throws IOException {
        byte[] bytes = Files.readAllBytes(properties.keyFile().path());
        PrivateFiles.create(keys);
        Files.write(keys, bytes, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }

    private static void refuseExisting(Path path) {
        if (Files.exists(path)) {
            throw new BackupException(Problem.ALREADY_THERE, path.toString());
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }
}

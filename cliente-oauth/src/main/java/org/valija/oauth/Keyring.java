package org.valija.oauth;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.KeyFileStore.Contents;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/**
 * The keys that a running process uses: those of the key file, read again whenever the file changes, and whenever a value
 * names a key that is not among them.
 *
 * <p>A changed file is taken only when it can be read and still fits the database; otherwise the keys held go on being
 * used and the reason is logged. So nothing that goes wrong with the file stops a process that runs. Thread-safe.
 */
final class Keyring {

    private static final Logger LOG = System.getLogger(Keyring.class.getName());

    /** A file that was refused, or a key service that is away, is not asked for at every value. */
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

    /** A value that was read before its row was sealed anew may be opened a moment after its key has gone. */
    private static final long AFTERGLOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final KeyFileStore file;
    private final Check check;
    private final Map<Long, Dropped> dropped = new ConcurrentHashMap<>();
    private volatile Contents held;

    private @Nullable String lastRefusal;
    private long refusedAt;

    private Keyring(KeyFileStore file, Contents held, Check check) {
        this.file = file;
        this.held = held;
        this.check = check;
    }

    /** A set that still has the key, and when the file lost it (monotonic). */
    private record Dropped(VaultKeys keys, long at) {}

    /** Whether keys fit the database. */
    @FunctionalInterface
    interface Check {
        /** @throws VaultKeyException when they do not */
        void accept(VaultKeys keys);
    }

    /**
     * Opens the key file of a database, or makes it when the database has none yet. When several processes start at once,
     * one makes it and all read the same.
     *
     * @throws VaultKeyException when the file is not usable or not this database's
     */
    static Keyring open(KeyFile keyFile, Database database, Clock clock) {
        VaultKeyTable table = new VaultKeyTable(database.dialect());
        KeyFileStore file = new KeyFileStore(keyFile);
        boolean made = false;
        if (file.isMissing()) {
            if (database.run(table::isInUse)) {
                throw file.missing();
            }
            made = file.create(VaultKeys.generate());
        }
        Contents contents = file.read();
        try {
            database.inTransaction(connection -> {
                table.lock(connection);
                table.check(connection, contents.keys(), file.path());
                table.use(connection, contents.keys(), clock.instant());
                return true;
            });
        } catch (VaultKeyException e) {
            if (made) {
                // Another node was first, with keys of its own: this file must not be taken for the right one.
                file.takeBack(contents.text());
                throw file.missing();
            }
            throw e;
        }
        return new Keyring(
                file,
                contents,
                keys -> database.run(connection -> {
                    table.check(connection, keys, file.path());
                    return true;
                }));
    }

    /** Opens a file that is there, without comparing it with a database. */
    static Keyring of(KeyFileStore file) {
        return new Keyring(file, file.read(), keys -> {});
    }

    /** The keys of the file as it stands. */
    VaultKeys current() {
        Contents now = held;
        try {
            if (file.stamp().equals(now.stamp())) {
                return now.keys();
            }
        } catch (IOException e) {
            refused("The key file " + file.path() + " cannot be looked at: " + e);
            return now.keys();
        }
        reload();
        return held.keys();
    }

    /**
     * Keys to open a value with that names that id: those of the file, read again when they lack it; or those held before,
     * when the file lost it within the last minute.
     */
    VaultKeys having(long id) {
        VaultKeys keys = current();
        if (keys.holds(id)) {
            return keys;
        }
        // The time and size of a file may stay the same when it is written twice in a moment.
        reload();
        keys = held.keys();
        Dropped former = dropped.get(id);
        return !keys.holds(id) && former != null && System.nanoTime() - former.at() < AFTERGLOW_NANOS
                ? former.keys()
                : keys;
    }

    String path() {
        return file.path().toString();
    }

    private synchronized void reload() {
        if (lastRefusal != null && System.nanoTime() - refusedAt < RETRY_NANOS) {
            return;
        }
        try {
            KeyFileStore.Stamp stamp = file.stamp();
            if (file.text().equals(held.text())) {
                held = new Contents(held.keys(), held.text(), stamp);
            } else {
                Contents fresh = file.read();
                if (!holdsPrimaryOf(held.keys(), fresh.keys())) {
                    check.accept(fresh.keys());
                }
                remember(held.keys(), fresh.keys());
                held = fresh;
                LOG.log(Level.INFO, "the key file " + file.path() + " changed and was read again");
            }
            lastRefusal = null;
        } catch (IOException | VaultKeyException | DatabaseException e) {
            refused("The changed key file is not used, the keys read before are: " + e.getMessage());
        }
    }

    private void remember(VaultKeys before, VaultKeys after) {
        long now = System.nanoTime();
        dropped.values().removeIf(former -> now - former.at() >= AFTERGLOW_NANOS);
        before.fingerprints().keySet().stream()
                .filter(id -> !after.holds(id))
                .forEach(id -> dropped.put(id, new Dropped(before, now)));
    }

    /** The database is asked only otherwise: a value may be sealed while all its connections are in use. */
    private static boolean holdsPrimaryOf(VaultKeys before, VaultKeys after) {
        long primary = before.primaryKeyId();
        return Objects.equals(
                before.fingerprints().get(primary), after.fingerprints().get(primary));
    }

    private synchronized void refused(String reason) {
        if (!reason.equals(lastRefusal)) {
            LOG.log(Level.WARNING, reason);
        }
        lastRefusal = reason;
        refusedAt = System.nanoTime();
    }
}

package org.valija.oauth;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.valija.oauth.SealedTable.Row;
import org.valija.oauth.VaultKeyException.Problem;
import org.valija.oauth.VaultKeyTable.Known;
import org.valija.sql.Database;

/**
 * What an administrator does with the vault's keys, beside services that go on running. Each step can be repeated; none loses
 * a value.
 *
 * <p>A rotation is {@link #add}, the key file copied to all nodes, {@link #makePrimary} on each, {@link #reencrypt}, then
 * {@link #retire} on each. Changes of keys are made one at a time over all nodes of a database. Thread-safe.
 */
public final class VaultAdministration {

    /** Every table of the library with sealed columns. */
    private static final List<SealedTable> OWN =
            List.of(EmailsTable.SEALED, OAuthClientTable.SEALED, PendingAuthorizationTable.SEALED);

    /** How often a row is tried again when somebody else was faster; each time he has written something newer. */
    private static final int TRIES = 50;

    private final Database database;
    private final VaultKeyTable table;
    private final KeyFile keyFile;
    private final KeyFileStore file;
    private final Optional<Path> folder;
    private final List<SealedTable> sealedTables;
    private final Clock clock;

    /** Of an installation without a folder. */
    public VaultAdministration(DataSource dataSource, KeyFile keyFile, Clock clock) {
        this(dataSource, keyFile, Optional.empty(), clock);
    }

    /**
     * Makes no key file: that is the first start's.
     *
     * @param dataSource its schema migrated
     * @param folder where this node's renewed tokens wait for the database, as {@link OAuth.Setup#folder} says
     * @throws org.valija.sql.DatabaseException when it cannot be reached
     */
    public VaultAdministration(DataSource dataSource, KeyFile keyFile, Optional<Path> folder, Clock clock) {
        this(Database.of(dataSource), keyFile, folder, OWN, clock);
    }

    private VaultAdministration(
            Database database, KeyFile keyFile, Optional<Path> folder, List<SealedTable> sealedTables, Clock clock) {
        this.folder = folder;
        this.database = database;
        this.table = new VaultKeyTable(database.dialect());
        this.keyFile = keyFile;
        this.file = new KeyFileStore(keyFile);
        this.sealedTables = sealedTables;
        this.clock = clock;
    }

    /**
     * The same, which counts, seals anew and verifies the values of these columns of the host too. Those of a table that the
     * database does not have, as in the copy of an older one, are left out.
     */
    public VaultAdministration covering(List<SealedColumn> columns) {
        List<SealedTable> all = new ArrayList<>(sealedTables);
        for (SealedColumn column : columns) {
            SealedTable host = SealedTable.keyed(column.table(), column.key(), column.column());
            if (database.run(host::exists)) {
                all.add(host);
            }
        }
        return new VaultAdministration(database, keyFile, folder, List.copyOf(all), clock);
    }

    /**
     * A key, as this node's file and the database know it.
     *
     * @param id in hex, as sealed values show it
     * @param created when it was added, if the database knows it
     * @param here whether this node's key file has it
     * @param primary whether this node seals with it
     * @param retired whether no node may seal with it any more
     * @param sealedValues number of values in the database that were sealed with it
     */
    public record KeyInfo(
            String id, Optional<Instant> created, boolean here, boolean primary, boolean retired, long sealedValues) {}

    /**
     * What a re-encryption did.
     *
     * @param rewritten number of rows whose values are now sealed with the primary key
     * @param unreadable places whose value does not open; they were left as they are
     * @param remaining number of values that another key seals still, the unreadable ones among them
     */
    public record Reencryption(long rewritten, List<String> unreadable, long remaining) {}

    /**
     * Whether the sealed values open.
     *
     * @param values number of values that were opened
     * @param unreadable places whose value does not open
     */
    public record Verification(long values, List<String> unreadable) {}

    /**
     * All keys of the file, and those of the database that are in use or seal a value.
     *
     * @throws VaultKeyException when the file cannot be read
     */
    public List<KeyInfo> keys() {
        VaultKeys held = file.read().keys();
        return database.run(connection -> {
            Map<Long, Long> counts = counts(connection);
            Map<Long, KeyInfo> infos = new LinkedHashMap<>();
            for (Known known : table.all(connection)) {
                if (known.retiredAt().isEmpty() || held.holds(known.id()) || counts.containsKey(known.id())) {
                    infos.put(known.id(), info(known.id(), Optional.of(known), held, counts));
                }
            }
            held.fingerprints().keySet().stream()
                    .filter(id -> !infos.containsKey(id))
                    .forEach(id -> infos.put(id, info(id, Optional.empty(), held, counts)));
            counts.keySet().stream()
                    .filter(id -> id >= 0 && !infos.containsKey(id))
                    .forEach(id -> infos.put(id, info(id, Optional.empty(), held, counts)));
            return List.copyOf(infos.values());
        });
    }

    private static KeyInfo info(long id, Optional<Known> known, VaultKeys held, Map<Long, Long> counts) {
        return new KeyInfo(
                Long.toHexString(id),
                known.map(Known::createdAt),
                held.holds(id),
                held.primaryKeyId() == id,
                known.flatMap(Known::retiredAt).isPresent(),
                counts.getOrDefault(id, 0L));
    }

    /**
     * Adds a new key to this node's file. It opens but does not seal yet, so that the file can be copied to all nodes first.
     *
     * @return its id
     * @throws VaultKeyException when the file is not this database's or cannot be written
     */
    public String add() {
        return database.inTransaction(connection -> {
            table.lock(connection);
            VaultKeys held = file.read().keys();
            table.check(connection, held, file.path());
            List<Long> known = table.all(connection).stream().map(Known::id).toList();
            VaultKeys more;
            long id;
            do {
                more = held.withNewKey();
                id = newKey(held, more);
            } while (known.contains(id));
            file.replace(more);
            table.add(connection, id, String.valueOf(more.fingerprints().get(id)), clock.instant());
            return Long.toHexString(id);
        });
    }

    private static long newKey(VaultKeys before, VaultKeys after) {
        return after.fingerprints().keySet().stream()
                .filter(id -> !before.holds(id))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Makes this node seal with a key of its file. The database knows so first: from then on, a node without that key does
     * not start.
     *
     * @param id as {@link #keys} gives it
     * @throws VaultKeyException when the file has no such key, or it was retired
     */
    public void makePrimary(String id) {
        long key = parse(id);
        // Committed before the file changes: no value is sealed with a key that the database does not know.
        database.inTransaction(connection -> {
            table.lock(connection);
            VaultKeys chosen = chosen(connection, key);
            table.use(connection, chosen, clock.instant());
            return true;
        });
        database.inTransaction(connection -> {
            table.lock(connection);
            file.replace(chosen(connection, key));
            return true;
        });
    }

    private VaultKeys chosen(Connection connection, long key) throws SQLException {
        VaultKeys held = holding(key);
        if (isRetired(connection, key)) {
            String id = Long.toHexString(key);
            throw new VaultKeyException(
                    Problem.WAS_RETIRED, "Key " + id + " was retired and cannot seal again. Add a new one.", id);
        }
        VaultKeys chosen = held.withPrimary(key);
        table.check(connection, chosen, file.path());
        return chosen;
    }

    private boolean isRetired(Connection connection, long key) throws SQLException {
        return table.all(connection).stream()
                .anyMatch(known -> known.id() == key && known.retiredAt().isPresent());
    }

    /**
     * Seals every value anew with the primary key, row by row. A row that somebody else writes meanwhile is read again, so
     * the newer value stays. Interrupted, it goes on where it was; what does not open is left alone and told.
     *
     * @param progress told now and then how many rows are done
     * @throws VaultKeyException when the file is not this database's
     */
    public Reencryption reencrypt(LongConsumer progress) {
        Keyring keyring = Keyring.of(file);
        long primary = keyring.current().primaryKeyId();
        database.inTransaction(connection -> {
            table.lock(connection);
            table.check(connection, keyring.current(), file.path());
            table.use(connection, keyring.current(), clock.instant());
            return true;
        });
        Resealing resealing = new Resealing(database, new SealedText(keyring), primary, TRIES);
        for (SealedTable sealed : sealedTables) {
            walk(sealed, OptionalLong.of(primary), row -> {
                resealing.row(sealed, row);
                if (resealing.rewritten() % 100 == 0) {
                    progress.accept(resealing.rewritten());
                }
            });
        }
        long remaining = database.run(this::counts).entrySet().stream()
                .filter(entry -> entry.getKey() != primary)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Reencryption(resealing.rewritten(), resealing.unreadable(), remaining);
    }

    private interface RowWork {
        void on(Row row);
    }

    private void walk(SealedTable sealed, OptionalLong exceptKey, RowWork work) {
        Optional<String> after = Optional.empty();
        while (true) {
            Optional<String> from = after;
            List<Row> rows = database.run(connection -> sealed.next(connection, from, exceptKey));
            if (rows.isEmpty()) {
                return;
            }
            rows.forEach(work::on);
            after = Optional.of(rows.get(rows.size() - 1).key());
        }
    }

    /**
     * Drops a key from this node's file, once no value is sealed with it. From then on no node starts with it as its primary.
     *
     * @throws VaultKeyException when values are still sealed with it, or this node seals with it
     */
    public void retire(String id) {
        long key = parse(id);
        database.inTransaction(connection -> {
            table.lock(connection);
            VaultKeys held = holding(key);
            if (held.primaryKeyId() == key) {
                throw new VaultKeyException(
                        Problem.IS_PRIMARY,
                        "Key " + id + " seals new values. Make another one the primary first, and re-encrypt.",
                        id);
            }
            table.check(connection, held, file.path());
            refuseUsed(connection, key);
            table.retire(connection, key, clock.instant());
            return true;
        });
        database.inTransaction(connection -> {
            table.lock(connection);
            VaultKeys held = file.read().keys();
            if (held.holds(key) && held.primaryKeyId() != key) {
                file.replace(held.without(key));
            }
            return true;
        });
    }

    /** Counts while nobody writes: a value that is being sealed now is counted too. */
    private void refuseUsed(Connection connection, long key) throws SQLException {
        Map<String, Long> used = new LinkedHashMap<>();
        for (SealedTable sealed : sealedTables) {
            sealed.lock(connection, database.dialect());
            Optional.ofNullable(sealed.countByKey(connection).get(key)).ifPresent(n -> used.put(sealed.name(), n));
        }
        folder.ifPresent(path -> {
            long waiting = filesSealedWith(key, path);
            if (waiting > 0) {
                used.put(path.toString(), waiting);
            }
        });
        if (!used.isEmpty()) {
            long sum = used.values().stream().mapToLong(Long::longValue).sum();
            String where = used.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
            String id = Long.toHexString(key);
            throw new VaultKeyException(
                    Problem.STILL_USED,
                    sum + " values are still sealed with key " + id + " (" + where + "). Re-encrypt first. Nothing was"
                            + " changed.",
                    id,
                    Long.toString(sum),
                    where);
        }
    }

    private long filesSealedWith(long key, Path path) {
        try {
            return UnsavedTokens.filesSealedWith(key, path);
        } catch (IOException e) {
            throw new VaultKeyException(
                    Problem.UNREADABLE,
                    "Renewed tokens that wait in " + path + " cannot be read: " + e,
                    e,
                    path.toString(),
                    e.toString());
        }
    }

    /**
     * Writes the key file encrypted by its key service.
     *
     * @param before the service that it is encrypted by now; empty when it is in clear
     * @throws VaultKeyException when it is not, or a service refuses
     * @throws IllegalStateException when no service is configured
     */
    public void wrap(Optional<KeyService> before) {
        if (keyFile.service().isEmpty()) {
            throw new IllegalStateException("no key service is configured");
        }
        rewrite(new KeyFile(keyFile.path(), before), file);
    }

    /** Writes the key file in clear, so that it can be used without its key service. */
    public void unwrap() {
        rewrite(keyFile, new KeyFileStore(KeyFile.at(keyFile.path())));
    }

    private void rewrite(KeyFile from, KeyFileStore to) {
        database.inTransaction(connection -> {
            table.lock(connection);
            VaultKeys held = new KeyFileStore(from).read().keys();
            table.check(connection, held, file.path());
            to.replace(held);
            return true;
        });
    }

    /**
     * Compares the key file with the database; opens no value and changes nothing.
     *
     * @throws VaultKeyException when the file cannot be read, or is not this database's
     */
    public void check() {
        VaultKeys held = file.read().keys();
        database.run(connection -> {
            table.check(connection, held, file.path());
            return true;
        });
    }

    /**
     * Compares the key file with the database and opens every sealed value; changes nothing.
     *
     * @throws VaultKeyException when the file is not this database's
     */
    public Verification verify() {
        Keyring keyring = Keyring.of(file);
        database.run(connection -> {
            table.check(connection, keyring.current(), file.path());
            return true;
        });
        SealedText text = new SealedText(keyring);
        List<String> unreadable = new ArrayList<>();
        long[] values = {0};
        for (SealedTable sealed : sealedTables) {
            walk(
                    sealed,
                    OptionalLong.empty(),
                    row -> row.values().forEach((column, value) -> {
                        try {
                            text.open(value, sealed.place(row, column));
                            values[0]++;
                        } catch (SealBrokenException e) {
                            unreadable.add(sealed.place(row, column).toString());
                        }
                    }));
        }
        return new Verification(values[0], List.copyOf(unreadable));
    }

    private VaultKeys holding(long key) {
        VaultKeys held = file.read().keys();
        if (!held.holds(key)) {
            throw noSuchKey(Long.toHexString(key));
        }
        return held;
    }

    private long parse(String id) {
        try {
            return Long.parseLong(id, 16);
        } catch (NumberFormatException e) {
            throw noSuchKey(id);
        }
    }

    private VaultKeyException noSuchKey(String id) {
        return new VaultKeyException(
                Problem.NO_SUCH_KEY,
                "The key file " + file.path() + " has no key " + id
                        + ". If it was added on another node, copy that node's" + " key file here first.",
                file.path().toString(),
                id);
    }

    private Map<Long, Long> counts(Connection connection) throws SQLException {
        Map<Long, Long> all = new LinkedHashMap<>();
        for (SealedTable sealed : sealedTables) {
            sealed.countByKey(connection).forEach((key, count) -> all.merge(key, count, Long::sum));
        }
        return all;
    }
}

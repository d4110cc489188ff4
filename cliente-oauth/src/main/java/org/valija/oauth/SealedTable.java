package org.valija.oauth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.SealedText.Place;
import org.valija.sql.Dialect;

/**
 * The SQL that finds and rewrites the sealed columns of one table, whichever it is: what a table's own class says of them is
 * enough.
 */
final class SealedTable {

    private static final int BATCH = 200;

    /** Length of a value's beginning that tells its key: the version, the longest id, nothing that differs by value. */
    private static final int BEGINNING = 11;

    private final String table;
    private final String key;
    private final boolean numericKey;
    private final List<String> owner;
    private final List<String> columns;
    private final Optional<String> version;

    private SealedTable(
            String table,
            String key,
            boolean numericKey,
            List<String> owner,
            List<String> columns,
            Optional<String> version) {
        this.table = table;
        this.key = key;
        this.numericKey = numericKey;
        this.owner = owner;
        this.columns = columns;
        this.version = version;
    }

    /** A table whose values are sealed to its number alone. */
    static SealedTable numbered(String table, String key, String... columns) {
        return new SealedTable(table, key, true, List.of(), List.of(columns), Optional.empty());
    }

    /** A table whose values are sealed to a text that is its key. */
    static SealedTable keyed(String table, String key, String... columns) {
        return new SealedTable(table, key, false, List.of(), List.of(columns), Optional.empty());
    }

    /** The same, its values sealed to these columns too, in this order after the key. */
    SealedTable ownedBy(String... ownerColumns) {
        return new SealedTable(table, key, numericKey, List.of(ownerColumns), columns, version);
    }

    /** The same, with a column that changes at every write. */
    SealedTable versioned(String column) {
        return new SealedTable(table, key, numericKey, owner, columns, Optional.of(column));
    }

    String name() {
        return table;
    }

    /** Whether the database has it. */
    boolean exists(Connection connection) throws SQLException {
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(connection.getCatalog(), connection.getSchema(), table, new String[] {"TABLE"})) {
            return tables.next();
        }
    }

    /** A row as it stands: its key, whose it is, and what is not empty of its sealed columns. */
    record Row(String key, List<String> owner, Map<String, String> values, long version) {}

    /** Number of values by the id of the key they were sealed with; those that tell no key are under -1. */
    Map<Long, Long> countByKey(Connection connection) throws SQLException {
        Map<Long, Long> counts = new LinkedHashMap<>();
        for (String column : columns) {
            String beginning = "SUBSTR(" + quoted(column) + ", 1, " + BEGINNING + ")";
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT " + beginning + " AS beginning, COUNT(*) AS n FROM "
                            + quoted(table) + " WHERE " + quoted(column) + " <> '' GROUP BY " + beginning)) {
                while (rows.next()) {
                    counts.merge(keyOf(rows.getString("beginning")), rows.getLong("n"), Long::sum);
                }
            }
        }
        return counts;
    }

    private static long keyOf(String beginning) {
        OptionalLong id = SealedText.keyId(beginning.length() == BEGINNING ? beginning + ":" : beginning);
        return id.orElse(-1);
    }

    /** Waits for those who are writing the table, and lets nobody write it until the transaction ends. */
    void lock(Connection connection, Dialect dialect) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE " + quoted(table) + " IN SHARE MODE");
            }
        }
    }

    /** The next rows after that key, in the order of keys; with {@code exceptKey}, those with a value of another key. */
    List<Row> next(Connection connection, Optional<String> after, OptionalLong exceptKey) throws SQLException {
        String other = exceptKey.isPresent()
                ? columns.stream()
                        .map(column -> "(" + quoted(column) + " <> '' AND " + quoted(column) + " NOT LIKE '"
                                + SealedText.beginning(exceptKey.getAsLong()) + "%')")
                        .collect(Collectors.joining(" OR ", "(", ")"))
                : "1 = 1";
        String sql = selection() + " WHERE " + other + (after.isPresent() ? " AND " + quoted(key) + " > ?" : "")
                + " ORDER BY " + quoted(key) + " LIMIT " + BATCH;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            if (after.isPresent()) {
                bindKey(query, 1, after.get());
            }
            return read(query);
        }
    }

    Optional<Row> find(Connection connection, String rowKey) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(selection() + " WHERE " + quoted(key) + " = ?")) {
            bindKey(query, 1, rowKey);
            return read(query).stream().findFirst();
        }
    }

    /**
     * Writes these values over those of the row, in one statement, if it is still the row that was read.
     *
     * @return whether it was; if not, nothing was written
     */
    boolean rewrite(Connection connection, Row row, Map<String, String> fresh) throws SQLException {
        List<String> names = List.copyOf(fresh.keySet());
        String sets = names.stream().map(name -> quoted(name) + " = ?").collect(Collectors.joining(", "))
                + version.map(column -> ", " + quoted(column) + " = ?").orElse("");
        String unchanged =
                names.stream().map(name -> " AND " + quoted(name) + " = ?").collect(Collectors.joining())
                        + version.map(column -> " AND " + quoted(column) + " = ?")
                                .orElse("");
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + quoted(table) + " SET " + sets + " WHERE " + quoted(key) + " = ?" + unchanged)) {
            int at = 1;
            for (String name : names) {
                update.setString(at++, fresh.get(name));
            }
            if (version.isPresent()) {
                update.setLong(at++, Hashes.rowVersion(row.version()));
            }
            bindKey(update, at++, row.key());
            for (String name : names) {
                update.setString(at++, row.values().get(name));
            }
            if (version.isPresent()) {
                update.setLong(at, row.version());
            }
            return update.executeUpdate() == 1;
        }
    }

    Place place(Row row, String column) {
        List<String> whole = new ArrayList<>();
        whole.add(row.key());
        whole.addAll(row.owner());
        return new Place(table, column, List.copyOf(whole));
    }

    private String selection() {
        List<String> all = new ArrayList<>(List.of(key));
        all.addAll(owner);
        all.addAll(columns);
        version.ifPresent(all::add);
        return all.stream().map(SealedTable::quoted).collect(Collectors.joining(", ", "SELECT ", " FROM "))
                + quoted(table);
    }

    private List<Row> read(PreparedStatement query) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                List<String> owners = new ArrayList<>();
                for (String column : owner) {
                    owners.add(rows.getString(column));
                }
                Map<String, String> values = new LinkedHashMap<>();
                for (String column : columns) {
                    @Nullable String value = rows.getString(column);
                    if (value != null && !value.isEmpty()) {
                        values.put(column, value);
                    }
                }
                found.add(new Row(
                        rows.getString(key), owners, values, version.isPresent() ? rows.getLong(version.get()) : 0));
            }
        }
        return found;
    }

    private void bindKey(PreparedStatement statement, int index, String value) throws SQLException {
        if (numericKey) {
            statement.setLong(index, Long.parseLong(value));
        } else {
            statement.setString(index, value);
        }
    }

    /** The names are ours; {@code Emails} and its columns have capitals. */
    private static String quoted(String name) {
        return '"' + name + '"';
    }
}

package org.valija.server.catalogues;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Repository;
import org.valija.server.text.Folded;
import org.valija.sql.Database;

/**
 * All SQL of {@code beneficiary} and {@code beneficiary_contact}. Whoever writes for a company first takes its turn with
 * {@link #lock}: what was found missing is then still missing when it is added.
 */
@Repository
class BeneficiaryTable {

    private static final String COLUMNS = "id, company_id, rfc, name, curp, postal_code";
    private static final int ROWS_A_BATCH = 500;

    private final Database database;

    BeneficiaryTable(Database database) {
        this.database = database;
    }

    /** Lets nobody else write for this company until the transaction ends; gives whether there is such a company. */
    boolean lock(Connection connection, long companyId) throws SQLException {
        try (PreparedStatement touch = connection.prepareStatement("UPDATE company SET active = active WHERE id = ?")) {
            touch.setLong(1, companyId);
            return touch.executeUpdate() == 1;
        }
    }

    /** Adds them, whatever ids they name; none has an identity that is taken. */
    void insert(Connection connection, Collection<Beneficiary> added) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO beneficiary (company_id, rfc, identity, name, name_fold, curp, postal_code, search)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            int waiting = 0;
            for (Beneficiary beneficiary : added) {
                insert.setLong(1, beneficiary.companyId());
                bind(insert, 2, beneficiary);
                waiting = batched(insert, waiting);
            }
            finish(insert, waiting);
        }
        insertContacts(connection, added);
    }

    /** Writes them anew, by their ids; none has an identity that is another's. */
    void update(Connection connection, Collection<Beneficiary> changed) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                        UPDATE beneficiary SET rfc = ?, identity = ?, name = ?, name_fold = ?, curp = ?, postal_code = ?, search = ?
                        WHERE id = ?
                        """);
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM beneficiary_contact WHERE beneficiary_id = ?")) {
            int updates = 0;
            int deletions = 0;
            for (Beneficiary beneficiary : changed) {
                bind(update, 1, beneficiary);
                update.setLong(8, beneficiary.id());
                updates = batched(update, updates);
                delete.setLong(1, beneficiary.id());
                deletions = batched(delete, deletions);
            }
            finish(update, updates);
            finish(delete, deletions);
        }
        insertContacts(connection, changed);
    }

    /** Deletes one with its contacts; gives whether there was one. */
    boolean delete(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM beneficiary WHERE id = ?")) {
            delete.setLong(1, id);
            return delete.executeUpdate() == 1;
        }
    }

    Optional<Beneficiary> find(long id) {
        return database.run(connection -> find(connection, id));
    }

    Optional<Beneficiary> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM beneficiary WHERE id = ?")) {
            query.setLong(1, id);
            return read(connection, query).stream().findFirst();
        }
    }

    /** Those of a company that have one of these identities, by identity. */
    Map<String, Beneficiary> byIdentity(Connection connection, long companyId, List<String> identities)
            throws SQLException {
        Map<String, Beneficiary> found = new HashMap<>();
        for (int from = 0; from < identities.size(); from += ROWS_A_BATCH) {
            List<String> part = identities.subList(from, Math.min(identities.size(), from + ROWS_A_BATCH));
            try (PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS
                    + " FROM beneficiary WHERE company_id = ? AND identity IN (" + places(part.size()) + ")")) {
                query.setLong(1, companyId);
                for (int i = 0; i < part.size(); i++) {
                    query.setString(i + 2, part.get(i));
                }
                read(connection, query).forEach(beneficiary -> found.put(beneficiary.identity(), beneficiary));
            }
        }
        return found;
    }

    Optional<Beneficiary> byIdentity(long companyId, String identity) {
        return database.run(connection -> Optional.ofNullable(
                byIdentity(connection, companyId, List.of(identity)).get(identity)));
    }

    /** Those with all of these words in what is searched, which are folded; empty for all of the company. */
    BeneficiaryPage search(long companyId, List<String> words, int page) {
        return database.run(connection -> {
            long total = count(connection, companyId, words);
            int number = Math.clamp(page, 1, BeneficiaryPage.pages(total));
            try (PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS + " FROM beneficiary"
                    + where(words) + " ORDER BY name_fold, id LIMIT ? OFFSET ?")) {
                int next = bind(query, companyId, words);
                query.setInt(next, BeneficiaryPage.SIZE);
                query.setLong(next + 1, (number - 1L) * BeneficiaryPage.SIZE);
                return new BeneficiaryPage(read(connection, query), number, total);
            }
        });
    }

    private static long count(Connection connection, long companyId, List<String> words) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM beneficiary" + where(words))) {
            bind(query, companyId, words);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static String where(List<String> words) {
        return " WHERE company_id = ?" + " AND search LIKE ? ESCAPE '\\'".repeat(words.size());
    }

    private static int bind(PreparedStatement query, long companyId, List<String> words) throws SQLException {
        query.setLong(1, companyId);
        int next = 2;
        for (String word : words) {
            query.setString(next, "%" + word.replaceAll("([\\\\%_])", "\\\\$1") + "%");
            next++;
        }
        return next;
    }

    private static void bind(PreparedStatement statement, int first, Beneficiary beneficiary) throws SQLException {
        statement.setString(first, beneficiary.rfc());
        statement.setString(first + 1, beneficiary.identity());
        statement.setString(first + 2, beneficiary.name());
        statement.setString(first + 3, Folded.of(beneficiary.name()));
        statement.setString(first + 4, beneficiary.curp());
        statement.setString(first + 5, beneficiary.postalCode());
        statement.setString(first + 6, searched(beneficiary));
    }

    private static String searched(Beneficiary beneficiary) {
        Stream<String> contacts = beneficiary.contacts().stream()
                .flatMap(contact -> Stream.of(contact.name(), contact.address(), contact.role()));
        return Folded.of(Stream.concat(Stream.of(beneficiary.rfc(), beneficiary.name(), beneficiary.curp()), contacts)
                .collect(Collectors.joining(" ")));
    }

    /** Their owners are found by identity: those just added have no id here yet. */
    private static void insertContacts(Connection connection, Collection<Beneficiary> owners) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO beneficiary_contact (beneficiary_id, name, address, role, is_copy)
                SELECT id, ?, ?, ?, ? FROM beneficiary WHERE company_id = ? AND identity = ?
                """)) {
            int waiting = 0;
            for (Beneficiary owner : owners) {
                for (Contact contact : owner.contacts()) {
                    insert.setString(1, contact.name());
                    insert.setString(2, contact.address());
                    insert.setString(3, contact.role());
                    insert.setBoolean(4, contact.copy());
                    insert.setLong(5, owner.companyId());
                    insert.setString(6, owner.identity());
                    waiting = batched(insert, waiting);
                }
            }
            finish(insert, waiting);
        }
    }

    private static List<Beneficiary> read(Connection connection, PreparedStatement query) throws SQLException {
        List<Beneficiary> bare = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                bare.add(new Beneficiary(
                        rows.getLong("id"),
                        rows.getLong("company_id"),
                        rows.getString("rfc"),
                        rows.getString("name"),
                        rows.getString("curp"),
                        rows.getString("postal_code"),
                        List.of()));
            }
        }
        Map<Long, List<Contact>> contacts = contacts(connection, bare);
        return bare.stream()
                .map(beneficiary -> new Beneficiary(
                        beneficiary.id(),
                        beneficiary.companyId(),
                        beneficiary.rfc(),
                        beneficiary.name(),
                        beneficiary.curp(),
                        beneficiary.postalCode(),
                        contacts.getOrDefault(beneficiary.id(), List.of())))
                .toList();
    }

    /** As many owners as stand in one query at most. */
    private static Map<Long, List<Contact>> contacts(Connection connection, List<Beneficiary> owners)
            throws SQLException {
        Map<Long, List<Contact>> found = new HashMap<>();
        if (owners.isEmpty()) {
            return found;
        }
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT id, beneficiary_id, name, address, role, is_copy FROM beneficiary_contact WHERE beneficiary_id IN ("
                        + places(owners.size()) + ") ORDER BY id")) {
            for (int i = 0; i < owners.size(); i++) {
                query.setLong(i + 1, owners.get(i).id());
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getLong("beneficiary_id"), id -> new ArrayList<>())
                            .add(new Contact(
                                    rows.getLong("id"),
                                    rows.getString("name"),
                                    rows.getString("address"),
                                    rows.getString("role"),
                                    rows.getBoolean("is_copy")));
                }
            }
        }
        return found;
    }

    private static String places(int count) {
        return String.join(",", Collections.nCopies(count, "?"));
    }

    /** Adds what is bound to those that wait, and sends them some hundred at a time; gives how many wait now. */
    private static int batched(PreparedStatement statement, int waiting) throws SQLException {
        statement.addBatch();
        if (waiting + 1 < ROWS_A_BATCH) {
            return waiting + 1;
        }
        statement.executeBatch();
        return 0;
    }

    private static void finish(PreparedStatement statement, int waiting) throws SQLException {
        if (waiting > 0) {
            statement.executeBatch();
        }
    }
}

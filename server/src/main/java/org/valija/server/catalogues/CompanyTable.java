package org.valija.server.catalogues;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.valija.sql.Database;

/** All SQL of {@code company} and {@code company_logo}. */
@Repository
class CompanyTable {

    private static final String COLUMNS = "id, rfc, name, regime, postal_code, logo_hash, colour, active";

    private final Database database;

    CompanyTable(Database database) {
        this.database = database;
    }

    /** Adds a company, whatever id it names; gives its id, or empty when there is one with that RFC. */
    Optional<Long> insert(Connection connection, Company company) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO company (rfc, name, regime, postal_code, colour, active) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (rfc) DO NOTHING RETURNING id
                """)) {
            bind(insert, company);
            try (ResultSet rows = insert.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        }
    }

    /** Writes everything but the logo, where the company still has that mark and no other is of its new RFC. */
    Changed update(Connection connection, Company company, String shown) throws SQLException {
        // Taking the row first, so that nobody writes between what is read here and what is written.
        try (PreparedStatement touch = connection.prepareStatement("UPDATE company SET active = active WHERE id = ?")) {
            touch.setLong(1, company.id());
            touch.executeUpdate();
        }
        if (find(connection, company.id())
                .filter(found -> found.mark().equals(shown))
                .isEmpty()) {
            return Changed.DIFFERENT;
        }
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE company SET rfc = ?, name = ?, regime = ?, postal_code = ?, colour = ?, active = ?
                WHERE id = ? AND NOT EXISTS (SELECT 1 FROM company WHERE rfc = ? AND id <> ?)
                """)) {
            bind(update, company);
            update.setLong(7, company.id());
            update.setString(8, company.rfc());
            update.setLong(9, company.id());
            return update.executeUpdate() == 1 ? Changed.DONE : Changed.TAKEN;
        }
    }

    /** Stores a logo instead of the one before, or none. */
    void updateLogo(Connection connection, long id, Optional<Logo> logo) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM company_logo WHERE company_id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE company SET logo_hash = ? WHERE id = ?")) {
            update.setString(1, logo.map(Logo::hash).orElse(null));
            update.setLong(2, id);
            update.executeUpdate();
        }
        if (logo.isPresent()) {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO company_logo (company_id, png) VALUES (?, ?)")) {
                insert.setLong(1, id);
                insert.setBytes(2, logo.get().png());
                insert.executeUpdate();
            }
        }
    }

    /** The picture in PNG. */
    Optional<byte[]> logo(long id) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT png FROM company_logo WHERE company_id = ?")) {
                query.setLong(1, id);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    Optional<Company> find(long id) {
        return database.run(connection -> find(connection, id));
    }

    Optional<Company> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM company WHERE id = ?")) {
            query.setLong(1, id);
            return read(query).stream().findFirst();
        }
    }

    Optional<Company> byRfc(String rfc) {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM company WHERE rfc = ?")) {
                query.setString(1, rfc);
                return read(query).stream().findFirst();
            }
        });
    }

    /** In the order of their names as they are written. */
    List<Company> all() {
        return database.run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM company ORDER BY name, id")) {
                return read(query);
            }
        });
    }

    private static void bind(PreparedStatement statement, Company company) throws SQLException {
        statement.setString(1, company.rfc());
        statement.setString(2, company.name());
        statement.setString(3, company.regime());
        statement.setString(4, company.postalCode());
        statement.setString(5, company.colour());
        statement.setBoolean(6, company.active());
    }

    private static List<Company> read(PreparedStatement query) throws SQLException {
        List<Company> companies = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                companies.add(new Company(
                        rows.getLong("id"),
                        rows.getString("rfc"),
                        rows.getString("name"),
                        rows.getString("regime"),
                        rows.getString("postal_code"),
                        Optional.ofNullable(rows.getString("logo_hash")),
                        rows.getString("colour"),
                        rows.getBoolean("active")));
            }
        }
        return companies;
    }
}

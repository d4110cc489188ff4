package org.valija.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class UserCompanyTableTest {

    private final Database database;
    private final UserCompanyTable companies;

    UserCompanyTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.companies = new UserCompanyTable(database);
        User ana =
                new User("ANA", "", "", Profile.SENDER, false, Optional.empty(), true, false, false, Optional.empty());
        new UserTable(database).insert(ana, "hash", Instant.EPOCH);
        for (String rfc : new String[] {"AAA010101AAA", "BBB010101BBB"}) {
            database.inTransaction(connection -> {
                try (PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO company (rfc, name, regime, postal_code, colour, active)
                        VALUES (?, '', '', '', '', ?)
                        """)) {
                    insert.setString(1, rfc);
                    insert.setBoolean(2, true);
                    return insert.executeUpdate();
                }
            });
        }
    }

    @Test
    void thoseThatAreNamedReplaceTheOnesBefore() {
        assertThat(companies.of("ANA")).isEmpty();

        put(Set.of(1L, 2L));
        assertThat(companies.of("ANA")).containsExactlyInAnyOrder(1L, 2L);
        put(Set.of(2L));

        assertThat(companies.of("ANA")).containsExactly(2L);
        assertThat(companies.of("LUIS")).isEmpty();
    }

    @Test
    void whatIsNoCompanyIsRefusedAndTheRestStays() {
        put(Set.of(1L));

        assertThatThrownBy(() -> put(Set.of(2L, 99L))).isInstanceOf(DatabaseException.class);

        assertThat(companies.of("ANA")).containsExactly(1L);
    }

    private void put(Set<Long> ids) {
        database.inTransaction(connection -> {
            companies.put(connection, "ANA", ids);
            return true;
        });
    }
}

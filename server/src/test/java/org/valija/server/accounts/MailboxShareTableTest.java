package org.valija.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class MailboxShareTableTest {

    private final Database database;
    private final MailboxShareTable shares;

    MailboxShareTableTest(TestDatabase kind) {
        this.database = InstalledDatabase.of(kind);
        this.shares = new MailboxShareTable(database);
    }

    @Test
    void anAccountIsSharedWithProfilesAndAProfileHasAccounts() {
        assertThat(shares.ofAccount(1)).isEmpty();

        put(1, Set.of("SENDER", "ADMINISTRATION"));
        put(2, Set.of("SENDER"));

        assertThat(shares.ofAccount(1)).containsExactlyInAnyOrder("SENDER", "ADMINISTRATION");
        assertThat(shares.ofProfile("SENDER")).containsExactlyInAnyOrder(1L, 2L);
        assertThat(shares.ofProfile("ADMINISTRATION")).containsExactly(1L);
    }

    @Test
    void whatIsNotNamedAnyMoreIsNotShared() {
        put(1, Set.of("SENDER", "ADMINISTRATION"));

        put(1, Set.of("ADMINISTRATION"));
        assertThat(shares.ofProfile("SENDER")).isEmpty();
        put(1, Set.of());

        assertThat(shares.ofAccount(1)).isEmpty();
    }

    private void put(long account, Set<String> profiles) {
        database.inTransaction(connection -> {
            shares.put(connection, account, profiles);
            return true;
        });
    }
}

package org.valija.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.ServerSchema;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class MailboxShareTableTest {

    private final MailboxShareTable shares;

    MailboxShareTableTest(TestDatabase kind) {
        this.shares = new MailboxShareTable(ServerSchema.migrate(kind.create()));
    }

    @Test
    void anAccountIsSharedWithProfilesAndAProfileHasAccounts() {
        assertThat(shares.ofAccount(1)).isEmpty();

        shares.put(1, Set.of("SENDER", "ADMINISTRATION"));
        shares.put(2, Set.of("SENDER"));

        assertThat(shares.ofAccount(1)).containsExactlyInAnyOrder("SENDER", "ADMINISTRATION");
        assertThat(shares.ofProfile("SENDER")).containsExactlyInAnyOrder(1L, 2L);
        assertThat(shares.ofProfile("ADMINISTRATION")).containsExactly(1L);
    }

    @Test
    void whatIsNotNamedAnyMoreIsNotShared() {
        shares.put(1, Set.of("SENDER", "ADMINISTRATION"));

        shares.put(1, Set.of("ADMINISTRATION"));
        assertThat(shares.ofProfile("SENDER")).isEmpty();
        shares.put(1, Set.of());

        assertThat(shares.ofAccount(1)).isEmpty();
    }
}

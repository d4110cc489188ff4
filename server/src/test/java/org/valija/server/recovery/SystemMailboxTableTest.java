package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class SystemMailboxTableTest {

    private final SystemMailboxTable table;

    SystemMailboxTableTest(TestDatabase database) {
        this.table = new SystemMailboxTable(InstalledDatabase.of(database));
    }

    @Test
    void theAccountsAreKeptInTheirOrder() {
        assertThat(table.all()).isEmpty();

        table.put(List.of(7L, 3L));
        assertThat(table.all()).containsExactly(7L, 3L);

        table.put(List.of(3L, 7L));
        assertThat(table.all()).containsExactly(3L, 7L);

        table.put(List.of());
        assertThat(table.all()).isEmpty();
    }
}

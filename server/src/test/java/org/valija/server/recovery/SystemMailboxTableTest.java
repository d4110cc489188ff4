package org.valija.server.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.ServerSchema;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class SystemMailboxTableTest {

    private final SystemMailboxTable mailbox;

    SystemMailboxTableTest(TestDatabase kind) {
        this.mailbox = new SystemMailboxTable(ServerSchema.migrate(kind.create()));
    }

    @Test
    void thereIsNoneUntilItIsChosenAndNeverTwo() {
        assertThat(mailbox.find()).isEmpty();

        mailbox.put(3);
        mailbox.put(5);

        assertThat(mailbox.find()).hasValue(5);
    }

    @Test
    void aChoiceIsTakenBack() {
        mailbox.put(3);

        mailbox.clear();
        mailbox.clear();

        assertThat(mailbox.find()).isEmpty();
    }
}

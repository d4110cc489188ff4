package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.api.ApiRequestTable.Known;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class ApiRequestTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

    private final Database database;
    private final ApiRequestTable requests;

    ApiRequestTableTest(TestDatabase database) {
        this.database = InstalledDatabase.of(database);
        this.requests = new ApiRequestTable(this.database);
    }

    @Test
    void whatWasAskedForUnderAKeyIsFound() {
        insert("key", new Known("fingerprint", 5_000_000_000L));

        assertThat(requests.find("key")).hasValue(new Known("fingerprint", 5_000_000_000L));
        assertThat(requests.find("other")).isEmpty();
    }

    @Test
    void aKeyIsWrittenOnce() {
        insert("key", new Known("fingerprint", 1));

        assertThatThrownBy(() -> insert("key", new Known("other", 2))).isInstanceOf(DatabaseException.class);

        assertThat(requests.find("key")).hasValue(new Known("fingerprint", 1));
    }

    private void insert(String key, Known known) {
        database.inTransaction(connection -> {
            requests.insert(connection, key, known, NOON);
            return true;
        });
    }
}

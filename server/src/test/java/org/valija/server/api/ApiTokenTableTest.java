package org.valija.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.api.ApiTokens.NewToken;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class ApiTokenTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final NewToken PAYROLL = new NewToken(
            "Nómina",
            Set.of(Scope.MESSAGES_SEND, Scope.FILES_READ),
            Optional.of("ana"),
            "SUPERVISOR",
            Duration.ofDays(1));

    private final Database database;
    private final ApiTokenTable tokens;

    ApiTokenTableTest(TestDatabase database) {
        this.database = InstalledDatabase.of(database);
        this.tokens = new ApiTokenTable(this.database);
    }

    @Test
    void whatWasWrittenIsRead() {
        long id = insert(PAYROLL, "hash", "vlj_abcd", NOON);

        ApiToken expected = new ApiToken(
                id,
                "vlj_abcd",
                "Nómina",
                Set.of(Scope.FILES_READ, Scope.MESSAGES_SEND),
                Optional.of("ANA"),
                "SUPERVISOR",
                NOON,
                NOON.plus(Duration.ofDays(1)),
                Optional.empty(),
                Optional.empty());
        assertThat(tokens.byHash("hash")).hasValue(expected);
        assertThat(tokens.find(id)).hasValue(expected);
        assertThat(tokens.byHash("other")).isEmpty();
    }

    @Test
    void aTokenForAnyUserNamesNone() {
        NewToken any =
                new NewToken("ERP", Set.of(Scope.ACCOUNTS_READ), Optional.empty(), "SUPERVISOR", Duration.ofDays(1));

        long id = insert(any, "hash", "vlj_abcd", NOON);

        assertThat(tokens.find(id).orElseThrow().userCode()).isEmpty();
    }

    @Test
    void aHashIsOfOneTokenAlone() {
        insert(PAYROLL, "hash", "vlj_abcd", NOON);

        assertThatThrownBy(() -> insert(PAYROLL, "hash", "vlj_abcd", NOON)).isInstanceOf(DatabaseException.class);
    }

    @Test
    void theLastUseIsKeptToTheMillisecond() {
        long id = insert(PAYROLL, "hash", "vlj_abcd", NOON);

        tokens.used(id, NOON.plusMillis(1));

        assertThat(tokens.find(id).orElseThrow().lastUsedAt()).hasValue(NOON.plusMillis(1));
    }

    @Test
    void whatIsRevokedStaysRevokedSinceThen() {
        long id = insert(PAYROLL, "hash", "vlj_abcd", NOON);

        assertThat(revoke(id, NOON)).isTrue();
        assertThat(revoke(id, NOON.plusSeconds(1))).isFalse();
        assertThat(revoke(id + 1, NOON)).isFalse();

        assertThat(tokens.find(id).orElseThrow().revokedAt()).hasValue(NOON);
        assertThat(tokens.find(id).orElseThrow().isValid(NOON)).isFalse();
    }

    @Test
    void theLatestComesFirst() {
        long first = insert(PAYROLL, "one", "vlj_aaaa", NOON);
        long second = insert(PAYROLL, "two", "vlj_bbbb", NOON);

        assertThat(tokens.all()).extracting(ApiToken::id).containsExactly(second, first);
    }

    private long insert(NewToken token, String hash, String hint, Instant now) {
        return database.inTransaction(connection -> tokens.insert(connection, token, hash, hint, now));
    }

    private boolean revoke(long id, Instant now) {
        return database.inTransaction(connection -> tokens.revoke(connection, id, now));
    }
}

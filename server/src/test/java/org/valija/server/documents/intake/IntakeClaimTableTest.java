package org.valija.server.documents.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class IntakeClaimTableTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final IntakeClaimTable claims;

    IntakeClaimTableTest(TestDatabase database) {
        this.claims = new IntakeClaimTable(InstalledDatabase.of(database));
    }

    @Test
    void aFileIsOfOneNodeUntilItIsGivenFree() {
        assertThat(claims.claim("file", "one", LONG)).isTrue();
        assertThat(claims.claim("file", "two", LONG)).isFalse();
        assertThat(claims.claim("other", "two", LONG)).isTrue();

        claims.release("file", "two");
        assertThat(claims.claim("file", "two", LONG)).isFalse();
        claims.release("file", "one");

        assertThat(claims.claim("file", "two", LONG)).isTrue();
    }

    @Test
    void whatADeadNodeHeldIsTakenOverWhenItsTimeIsOver() {
        assertThat(claims.claim("file", "dead", Duration.ofMillis(-1))).isTrue();

        assertThat(claims.claim("file", "two", LONG)).isTrue();
        assertThat(claims.claim("file", "dead", LONG)).isFalse();
    }

    @Test
    void whatIsOverIsForgotten() {
        claims.claim("over", "dead", Duration.ofMillis(-1));
        claims.claim("held", "alive", LONG);

        assertThat(claims.forgetEnded()).isEqualTo(1);

        assertThat(claims.claim("held", "two", LONG)).isFalse();
    }
}

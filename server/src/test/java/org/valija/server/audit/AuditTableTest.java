package org.valija.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;
import org.valija.sql.Dialect;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class AuditTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final AuditActor ANA = AuditActor.user("ANA");

    private final Database database;
    private final AuditTable audit;

    AuditTableTest(TestDatabase database) {
        this.database = InstalledDatabase.of(database);
        this.audit = new AuditTable(this.database);
    }

    @Test
    void whatWasNotedIsRead() {
        note(
                AuditEvent.of(AuditAction.USER_CHANGED, "LUIS")
                        .with(AuditDetail.FIELDS, "name", "recoveryEmail")
                        .with(AuditDetail.PREVIOUS_ADDRESS, "luis@bajio.example")
                        .with(AuditDetail.SESSIONS, 2),
                ANA,
                "10.0.0.7",
                NOON);

        AuditEntry entry = audit.search(AuditFilter.ALL, Optional.empty(), 10).getFirst();

        assertThat(entry.at()).isEqualTo(NOON);
        assertThat(entry.action()).isEqualTo("USER_CHANGED");
        assertThat(entry.subject()).isEqualTo("LUIS");
        assertThat(entry.actor()).isEqualTo(ANA);
        assertThat(entry.address()).isEqualTo("10.0.0.7");
        assertThat(entry.details())
                .containsExactly(
                        Map.entry("FIELDS", "name recoveryEmail"),
                        Map.entry("PREVIOUS_ADDRESS", "luis@bajio.example"),
                        Map.entry("SESSIONS", "2"));
    }

    @Test
    void theDatabaseItselfRefusesEveryAlteration() {
        note(AuditEvent.of(AuditAction.ENTERED, "ANA"), ANA, "10.0.0.7", NOON);
        List<String> alterations = new ArrayList<>(List.of(
                "UPDATE audit_log SET actor = 'LUIS'",
                "UPDATE audit_log SET actor = 'LUIS' WHERE id = 1",
                "DELETE FROM audit_log",
                "DELETE FROM audit_log WHERE id = 1"));
        alterations.addAll(
                database.dialect() == Dialect.SQLITE
                        ? List.of(
                                replacement("INSERT OR REPLACE"),
                                replacement("REPLACE"),
                                replacement("INSERT") + " ON CONFLICT (id) DO UPDATE SET actor = 'LUIS'")
                        : List.of(
                                "TRUNCATE audit_log",
                                "TRUNCATE audit_log RESTART IDENTITY CASCADE",
                                replacement("INSERT").replace("VALUES", "OVERRIDING SYSTEM VALUE VALUES")
                                        + " ON CONFLICT (id) DO UPDATE SET actor = 'LUIS'",
                                "SET LOCAL session_replication_role = replica; DELETE FROM audit_log"));

        for (String alteration : alterations) {
            assertThatThrownBy(() -> execute(alteration))
                    .as(alteration)
                    .isInstanceOf(DatabaseException.class)
                    .rootCause()
                    .hasMessageContaining("append-only");
        }

        List<AuditEntry> kept = audit.search(AuditFilter.ALL, Optional.empty(), 10);
        assertThat(kept).extracting(AuditEntry::actor).containsExactly(ANA);
    }

    private static String replacement(String insert) {
        return insert + " INTO audit_log (id, at, action, subject, details, actor_kind, actor, address, words)"
                + " VALUES (1, '2026-03-04T12:00:00.123Z', 'LEFT', 'LUIS', '', 'USER', 'LUIS', '', '')";
    }

    private void execute(String sql) {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    @Test
    void whatIsRolledBackWasNotDone() {
        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    audit.insert(connection, AuditEvent.of(AuditAction.LEFT, "ANA"), ANA, "", NOON);
                    throw new IllegalStateException("the change failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(audit.search(AuditFilter.ALL, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void pagesGoOnWhereTheLastOneEndedAlsoWithinAMillisecond() {
        for (int i = 0; i < 7; i++) {
            note(AuditEvent.of(AuditAction.ENTERED, "U" + i), ANA, "", NOON.plusMillis(i / 3));
        }

        List<String> read = new ArrayList<>();
        Optional<AuditPlace> from = Optional.empty();
        List<AuditEntry> page;
        do {
            page = audit.search(AuditFilter.ALL, from, 2);
            page.forEach(entry -> read.add(entry.subject()));
            from = page.isEmpty()
                    ? from
                    : AuditPlace.read(AuditPlace.of(page.getLast()).toString());
        } while (!page.isEmpty());

        assertThat(read).containsExactly("U6", "U5", "U4", "U3", "U2", "U1", "U0");
    }

    @Test
    void eachPartOfAFilterNarrows() {
        note(AuditEvent.of(AuditAction.ENTERED, "ANA"), ANA, "10.0.0.7", NOON);
        note(
                AuditEvent.of(AuditAction.COMPANY_CHANGED, "Bajío S.A.").with(AuditDetail.FIELDS, "color"),
                AuditActor.user("LUIS"),
                "10.0.0.8",
                NOON.plusSeconds(1));
        note(AuditEvent.of(AuditAction.BACKUP_MADE, "/copias"), AuditActor.INSTALLATION, "", NOON.plusSeconds(2));

        assertThat(found(with("bajio"))).containsExactly("COMPANY_CHANGED");
        assertThat(found(with("LUIS color"))).containsExactly("COMPANY_CHANGED");
        assertThat(found(with("10.0.0.7"))).containsExactly("ENTERED");
        assertThat(found(with("100%"))).isEmpty();
        assertThat(found(filter(
                        Set.of(AuditAction.ENTERED, AuditAction.BACKUP_MADE), Optional.empty(), Optional.empty())))
                .containsExactly("BACKUP_MADE", "ENTERED");
        assertThat(found(filter(Set.of(), Optional.of("LUIS"), Optional.empty())))
                .containsExactly("COMPANY_CHANGED");
        assertThat(found(filter(Set.of(), Optional.empty(), Optional.of("ANA"))))
                .containsExactly("ENTERED");
        assertThat(found(new AuditFilter(
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NOON.plusSeconds(1)),
                        Optional.of(NOON.plusSeconds(2)),
                        "")))
                .containsExactly("COMPANY_CHANGED");
    }

    @Test
    void whoHasDoneSomethingIsNamedOnce() {
        for (String code : List.of("LUIS", "ANA", "LUIS", "ÓSCAR", "ANA")) {
            note(AuditEvent.of(AuditAction.ENTERED, code), AuditActor.user(code), "", NOON);
        }
        note(AuditEvent.of(AuditAction.BACKUP_MADE, ""), AuditActor.INSTALLATION, "", NOON);

        assertThat(audit.actors(10)).containsExactly("ANA", "LUIS", "ÓSCAR");
        assertThat(audit.actors(2)).containsExactly("ANA", "LUIS");
    }

    private static AuditFilter with(String words) {
        return new AuditFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), words);
    }

    private static AuditFilter filter(Set<AuditAction> actions, Optional<String> actor, Optional<String> subject) {
        return new AuditFilter(actions, actor, subject, Optional.empty(), Optional.empty(), "");
    }

    private List<String> found(AuditFilter filter) {
        return audit.search(filter, Optional.empty(), 10).stream()
                .map(AuditEntry::action)
                .toList();
    }

    private void note(AuditEvent event, AuditActor actor, String address, Instant at) {
        database.inTransaction(connection -> {
            audit.insert(connection, event, actor, address, at);
            return true;
        });
    }
}

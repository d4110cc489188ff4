package org.valija.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.documents.Kind;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class MailTemplateTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final MailText TEXT = new MailText("Asunto {folio}", "Línea\notra 😀", "");
    private static final MailText OTHER = new MailText("Otro", "", "Firma");

    private final Database database;
    private final MailTemplateTable templates;

    MailTemplateTableTest(TestDatabase test) {
        this.database = InstalledDatabase.of(test);
        this.templates = new MailTemplateTable(this.database);
    }

    @Test
    void oneIsOfItsCompanyAndItsKind() {
        assertThat(write(1, Kind.CHEQUE, new MailTemplate(TEXT, "ANA", NOON), Optional.empty()))
                .isTrue();

        assertThat(templates.find(1, Kind.CHEQUE)).hasValue(new MailTemplate(TEXT, "ANA", NOON));
        assertThat(templates.find(2, Kind.CHEQUE)).isEmpty();
        assertThat(templates.find(1, Kind.EGRESO)).isEmpty();
    }

    @Test
    void theLastOneThatWasWrittenCounts() {
        assertThat(write(1, Kind.CHEQUE, new MailTemplate(TEXT, "ANA", NOON), Optional.empty()))
                .isTrue();
        assertThat(write(1, Kind.CHEQUE, new MailTemplate(OTHER, "LUIS", NOON.plusMillis(1)), Optional.of(NOON)))
                .isTrue();

        assertThat(templates.find(1, Kind.CHEQUE)).hasValue(new MailTemplate(OTHER, "LUIS", NOON.plusMillis(1)));
    }

    @Test
    void whoHasNotSeenTheLastOneWritesNothing() {
        MailTemplate first = new MailTemplate(TEXT, "ANA", NOON);
        MailTemplate later = new MailTemplate(OTHER, "LUIS", NOON.plusMillis(1));
        assertThat(write(1, Kind.CHEQUE, first, Optional.of(NOON))).isFalse();
        assertThat(write(1, Kind.CHEQUE, first, Optional.empty())).isTrue();

        assertThat(write(1, Kind.CHEQUE, later, Optional.empty())).isFalse();
        assertThat(write(1, Kind.CHEQUE, later, Optional.of(NOON.minusMillis(1))))
                .isFalse();

        assertThat(templates.find(1, Kind.CHEQUE)).hasValue(first);
    }

    @Test
    void whatIsRemovedIsGone() {
        assertThat(write(1, Kind.CHEQUE, new MailTemplate(TEXT, "ANA", NOON), Optional.empty()))
                .isTrue();
        assertThat(write(1, Kind.EGRESO, new MailTemplate(OTHER, "ANA", NOON), Optional.empty()))
                .isTrue();

        assertThat(remove(1, Kind.CHEQUE)).isTrue();
        assertThat(remove(1, Kind.CHEQUE)).isFalse();

        assertThat(templates.find(1, Kind.CHEQUE)).isEmpty();
        assertThat(templates.find(1, Kind.EGRESO)).isPresent();
    }

    private boolean write(long companyId, Kind kind, MailTemplate template, Optional<Instant> seen) {
        return database.inTransaction(connection -> templates.write(connection, companyId, kind, template, seen));
    }

    private boolean remove(long companyId, Kind kind) {
        return database.inTransaction(connection -> templates.remove(connection, companyId, kind));
    }
}

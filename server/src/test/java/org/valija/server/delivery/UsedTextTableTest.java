package org.valija.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.server.documents.Kind;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class UsedTextTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final MailText TEXT = new MailText("Asunto {folio}", "Línea\notra", "Firma");

    private final Database database;
    private final UsedTextTable used;

    UsedTextTableTest(TestDatabase test) {
        this.database = InstalledDatabase.of(test);
        this.used = new UsedTextTable(database);
    }

    @Test
    void aTextIsOfItsBeneficiaryAndItsKindAndTheLastCounts() {
        write(7, Kind.RETENCION, new MailText("a", "b", "c"));
        write(7, Kind.RETENCION, TEXT);

        assertThat(used.find(7, Kind.RETENCION)).hasValue(TEXT);
        assertThat(used.find(7, Kind.CHEQUE)).isEmpty();
        assertThat(used.find(8, Kind.RETENCION)).isEmpty();
    }

    @Test
    void whatIsRemovedIsGone() {
        write(7, Kind.RETENCION, TEXT);

        database.inTransaction(connection -> {
            used.remove(connection, 7, Kind.RETENCION);
            return true;
        });

        assertThat(used.find(7, Kind.RETENCION)).isEmpty();
    }

    private void write(long beneficiary, Kind kind, MailText text) {
        database.inTransaction(connection -> {
            used.write(connection, beneficiary, kind, text, NOON);
            return true;
        });
    }
}

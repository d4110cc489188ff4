package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.catalogues.ImportTable.StoredImport;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class ImportTableTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

    private final Database database;
    private final ImportTable imports;
    private final long company;

    ImportTableTest(TestDatabase database) {
        this.database = InstalledDatabase.of(database);
        this.imports = new ImportTable(this.database);
        Company bajio = new Company(0, "CBA010203AB1", "Bajío", "", "", Optional.empty(), "#000000", true);
        this.company = this.database
                .inTransaction(connection -> new CompanyTable(this.database).insert(connection, bajio))
                .orElseThrow();
    }

    @Test
    void aFileIsItsBringersAndComesBackWhole() {
        byte[] octets = new byte[600_000];
        new Random(1).nextBytes(octets);
        StoredImport file = new StoredImport("a", company, "ANA", "beneficiarios.xlsx");

        imports.insert(file, octets, NOON, NOON.minus(Duration.ofDays(1)));

        assertThat(imports.find("a", "ANA")).hasValue(file);
        assertThat(imports.find("a", "LUIS")).isEmpty();
        assertThat(imports.content("a").orElseThrow()).isEqualTo(octets);
    }

    @Test
    void oneOfThoseWhoApplyItIsTold() {
        imports.insert(new StoredImport("a", company, "ANA", "x.csv"), new byte[] {1}, NOON, NOON);

        assertThat(delete("a")).isTrue();
        assertThat(delete("a")).isFalse();
        assertThat(imports.content("a")).isEmpty();
    }

    @Test
    void whatIsOldIsForgottenWithTheNext() {
        imports.insert(new StoredImport("a", company, "ANA", "x.csv"), new byte[] {1}, NOON, NOON);
        imports.insert(new StoredImport("b", company, "ANA", "x.csv"), new byte[] {2}, NOON.plusMillis(1), NOON);
        imports.insert(
                new StoredImport("c", company, "ANA", "x.csv"),
                new byte[] {3},
                NOON.plusSeconds(9),
                NOON.plusMillis(1));

        assertThat(imports.find("a", "ANA")).isEmpty();
        assertThat(imports.find("b", "ANA")).isPresent();
        assertThat(imports.find("c", "ANA")).isPresent();
    }

    private boolean delete(String id) {
        return database.inTransaction(connection -> imports.delete(connection, id));
    }
}

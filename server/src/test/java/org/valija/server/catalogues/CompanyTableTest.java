package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class CompanyTableTest {

    private static final Company BAJIO =
            new Company(0, "CBA010203AB1", "Comercial del Bajío", "601", "36000", Optional.empty(), "#0b5563", true);

    private final Database database;
    private final CompanyTable companies;

    CompanyTableTest(TestDatabase database) {
        this.database = InstalledDatabase.of(database);
        this.companies = new CompanyTable(this.database);
    }

    @Test
    void whatWasWrittenIsRead() {
        long id = insert(BAJIO).orElseThrow();

        assertThat(companies.find(id)).hasValue(with(id, BAJIO));
        assertThat(companies.byRfc("CBA010203AB1")).hasValue(with(id, BAJIO));
        assertThat(companies.byRfc("cba010203ab1")).isEmpty();
        assertThat(companies.all()).containsExactly(with(id, BAJIO));
    }

    @Test
    void anRfcIsOfOneCompany() {
        long id = insert(BAJIO).orElseThrow();
        Company other = new Company(0, "OTR010203AB1", "Otra", "", "", Optional.empty(), "#000000", false);
        long otherId = insert(other).orElseThrow();

        assertThat(insert(BAJIO)).isEmpty();
        assertThat(change(otherId, BAJIO)).isEqualTo(Changed.TAKEN);
        assertThat(change(id, BAJIO)).isEqualTo(Changed.DONE);
        assertThat(update(with(otherId + 1, other), "")).isEqualTo(Changed.DIFFERENT);
        assertThat(companies.find(otherId)).hasValue(with(otherId, other));
    }

    @Test
    void aLogoComesInPlaceOfTheOneBeforeAndGoes() {
        long id = insert(BAJIO).orElseThrow();

        updateLogo(id, Optional.of(new Logo(new byte[] {1}, "one")));
        updateLogo(id, Optional.of(new Logo(new byte[] {2, 3}, "two")));

        assertThat(companies.logo(id).orElseThrow()).containsExactly(2, 3);
        assertThat(companies.find(id).orElseThrow().logo()).hasValue("two");
        assertThat(change(id, BAJIO)).isEqualTo(Changed.DONE);
        assertThat(companies.find(id).orElseThrow().logo()).hasValue("two");
        updateLogo(id, Optional.empty());
        assertThat(companies.logo(id)).isEmpty();
        assertThat(companies.find(id).orElseThrow().logo()).isEmpty();
    }

    private static Company with(long id, Company company) {
        return new Company(
                id,
                company.rfc(),
                company.name(),
                company.regime(),
                company.postalCode(),
                company.logo(),
                company.colour(),
                company.active());
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNotOverwritten() {
        long id = insert(BAJIO).orElseThrow();
        Company shown = companies.find(id).orElseThrow();
        Company theirs = new Company(
                id,
                shown.rfc(),
                "De otra persona",
                shown.regime(),
                shown.postalCode(),
                Optional.empty(),
                "#102030",
                true);
        assertThat(change(id, theirs)).isEqualTo(Changed.DONE);

        assertThat(update(with(id, BAJIO), shown.mark())).isEqualTo(Changed.DIFFERENT);

        assertThat(companies.find(id).orElseThrow().name()).isEqualTo("De otra persona");
    }

    /** As somebody does who looks at it now. */
    private Changed change(long id, Company to) {
        return update(with(id, to), companies.find(id).orElseThrow().mark());
    }

    private Optional<Long> insert(Company company) {
        return database.inTransaction(connection -> companies.insert(connection, company));
    }

    private Changed update(Company company, String shown) {
        return database.inTransaction(connection -> companies.update(connection, company, shown));
    }

    private void updateLogo(long id, Optional<Logo> logo) {
        database.inTransaction(connection -> {
            companies.updateLogo(connection, id, logo);
            return true;
        });
    }
}

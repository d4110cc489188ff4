package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.server.database.ServerSchema;
import org.valija.sql.TestDatabase;

@ParameterizedClass
@EnumSource
class CompanyTableTest {

    private static final Company BAJIO =
            new Company(0, "CBA010203AB1", "Comercial del Bajío", "601", "36000", Optional.empty(), "#0b5563", true);

    private final CompanyTable companies;

    CompanyTableTest(TestDatabase database) {
        this.companies = new CompanyTable(ServerSchema.migrate(database.create()));
    }

    @Test
    void whatWasWrittenIsRead() {
        long id = companies.insert(BAJIO).orElseThrow();

        assertThat(companies.find(id)).hasValue(with(id, BAJIO));
        assertThat(companies.byRfc("CBA010203AB1")).hasValue(with(id, BAJIO));
        assertThat(companies.byRfc("cba010203ab1")).isEmpty();
        assertThat(companies.all()).containsExactly(with(id, BAJIO));
    }

    @Test
    void anRfcIsOfOneCompany() {
        long id = companies.insert(BAJIO).orElseThrow();
        Company other = new Company(0, "OTR010203AB1", "Otra", "", "", Optional.empty(), "#000000", false);
        long otherId = companies.insert(other).orElseThrow();

        assertThat(companies.insert(BAJIO)).isEmpty();
        assertThat(change(otherId, BAJIO)).isEqualTo(Changed.TAKEN);
        assertThat(change(id, BAJIO)).isEqualTo(Changed.DONE);
        assertThat(companies.update(with(otherId + 1, other), "")).isEqualTo(Changed.DIFFERENT);
        assertThat(companies.find(otherId)).hasValue(with(otherId, other));
    }

    @Test
    void aLogoComesInPlaceOfTheOneBeforeAndGoes() {
        long id = companies.insert(BAJIO).orElseThrow();

        companies.updateLogo(id, Optional.of(new Logo(new byte[] {1}, "one")));
        companies.updateLogo(id, Optional.of(new Logo(new byte[] {2, 3}, "two")));

        assertThat(companies.logo(id).orElseThrow()).containsExactly(2, 3);
        assertThat(companies.find(id).orElseThrow().logo()).hasValue("two");
        assertThat(change(id, BAJIO)).isEqualTo(Changed.DONE);
        assertThat(companies.find(id).orElseThrow().logo()).hasValue("two");
        companies.updateLogo(id, Optional.empty());
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
        long id = companies.insert(BAJIO).orElseThrow();
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

        assertThat(companies.update(with(id, BAJIO), shown.mark())).isEqualTo(Changed.DIFFERENT);

        assertThat(companies.find(id).orElseThrow().name()).isEqualTo("De otra persona");
    }

    /** As somebody does who looks at it now. */
    private Changed change(long id, Company to) {
        return companies.update(with(id, to), companies.find(id).orElseThrow().mark());
    }
}

package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.valija.mail.InvalidAddressException;
import org.valija.server.audit.TestAudit;
import org.valija.server.database.InstalledDatabase;
import org.valija.sql.Database;
import org.valija.sql.TestDatabase;

/** The table, and the service's rules that need one. */
@ParameterizedClass
@EnumSource
class BeneficiaryTableTest {

    private static final Contact ANA = Contact.of("Ana Álvarez", "ana@cliente.example", "Facturación", false);
    private static final Contact BETO = Contact.of("", "beto@cliente.example", "", true);

    private final Database database;
    private final BeneficiaryTable table;
    private final Beneficiaries beneficiaries;
    private final long company;
    private final long other;

    BeneficiaryTableTest(TestDatabase database) {
        this.database = InstalledDatabase.of(database);
        this.table = new BeneficiaryTable(this.database);
        this.beneficiaries =
                new Beneficiaries(this.database, table, List.of(), TestAudit.on(this.database, Clock.systemUTC()));
        CompanyTable companies = new CompanyTable(this.database);
        this.company = write(connection -> companies.insert(connection, company("CBA010203AB1")))
                .orElseThrow();
        this.other = write(connection -> companies.insert(connection, company("OTR010203AB1")))
                .orElseThrow();
    }

    @Test
    void whatWasWrittenIsRead() {
        Beneficiary ana = beneficiary("AAGA850412QX3", "Ana Álvarez García", BETO, ANA);

        long id = beneficiaries.add(ana).orElseThrow();

        Beneficiary found = beneficiaries.find(id).orElseThrow();
        assertThat(found.says(ana)).isTrue();
        assertThat(found.to()).containsExactly("ana@cliente.example");
        assertThat(found.cc()).containsExactly("beto@cliente.example");
        assertThat(found.contacts()).extracting(Contact::id).doesNotContain(0L).doesNotHaveDuplicates();
        assertThat(beneficiaries.byRfc(company, "aaga-850412-qx3")).hasValue(found);
        assertThat(beneficiaries.byRfc(other, "AAGA850412QX3")).isEmpty();
        assertThat(beneficiaries.byRfc(company, "no RFC")).isEmpty();
    }

    @Test
    void anRfcIsOfOneBeneficiaryOfACompany() {
        Beneficiary ana = beneficiary("AAGA850412QX3", "Ana");
        long id = beneficiaries.add(ana).orElseThrow();
        long luis = beneficiaries.add(beneficiary("LURL850412QX3", "Luis")).orElseThrow();

        assertThat(beneficiaries.add(ana)).isEmpty();
        assertThat(beneficiaries.add(of(other, ana))).isPresent();
        assertThat(change(luis, ana)).isEqualTo(Changed.TAKEN);
        assertThat(beneficiaries.find(luis).orElseThrow().name()).isEqualTo("Luis");
        assertThat(change(id, beneficiary("AAGA850412QX3", "Ana Álvarez", ANA))).isEqualTo(Changed.DONE);
        assertThat(beneficiaries.find(id).orElseThrow().to()).containsExactly("ana@cliente.example");
        assertThat(change(id, of(other, ana))).isEqualTo(Changed.DIFFERENT);
        assertThat(beneficiaries.add(of(other + 1, ana))).isEmpty();
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNotOverwritten() {
        long id = beneficiaries.add(beneficiary("AAGA850412QX3", "Ana", ANA)).orElseThrow();
        String shown = beneficiaries.find(id).orElseThrow().mark();
        assertThat(beneficiaries.updateAddress(id, "nueva@cliente.example")).isTrue();

        assertThat(beneficiaries.change(with(id, beneficiary("AAGA850412QX3", "Ana María", ANA)), shown))
                .isEqualTo(Changed.DIFFERENT);

        assertThat(beneficiaries.find(id).orElseThrow().name()).isEqualTo("Ana");
        assertThat(beneficiaries.find(id).orElseThrow().to()).containsExactly("nueva@cliente.example");
        beneficiaries.delete(id);
        assertThat(beneficiaries.change(with(id, beneficiary("AAGA850412QX3", "Ana María", ANA)), shown))
                .isEqualTo(Changed.DIFFERENT);
    }

    /** As somebody does who looks at it now. */
    private Changed change(long id, Beneficiary to) {
        return beneficiaries.change(
                with(id, to), beneficiaries.find(id).orElseThrow().mark());
    }

    @Test
    void aGenericRfcIsOfOneBeneficiaryAName() {
        long first = beneficiaries
                .add(beneficiary(Rfc.FOREIGN, "Northern Freight Inc."))
                .orElseThrow();
        assertThat(beneficiaries.add(beneficiary(Rfc.FOREIGN, "Southern Freight Inc.")))
                .isPresent();

        assertThat(beneficiaries.add(beneficiary(Rfc.FOREIGN, "NORTHERN  Freight Inc.")))
                .isEmpty();
        assertThat(beneficiaries.byRfc(company, Rfc.FOREIGN)).isEmpty();
        assertThat(beneficiaries
                        .match(company, Rfc.FOREIGN, "northern freight inc.")
                        .map(Beneficiary::id))
                .hasValue(first);
    }

    @Test
    void anAddressComesInPlaceOfTheFirstThatMailGoesTo() {
        Contact eva = Contact.of("Eva", "eva@cliente.example", "", false);
        long id = beneficiaries
                .add(beneficiary("AAGA850412QX3", "Ana", BETO, ANA, eva))
                .orElseThrow();
        long bare = beneficiaries.add(beneficiary("LURL850412QX3", "Luis")).orElseThrow();

        assertThat(beneficiaries.updateAddress(id, " nueva@cliente.example ")).isTrue();
        assertThat(beneficiaries.updateAddress(bare, "luis@cliente.example")).isTrue();
        assertThat(beneficiaries.updateAddress(bare + 1, "luis@cliente.example"))
                .isFalse();

        Beneficiary ana = beneficiaries.find(id).orElseThrow();
        assertThat(ana.to()).containsExactly("nueva@cliente.example", "eva@cliente.example");
        assertThat(ana.cc()).containsExactly("beto@cliente.example");
        assertThat(ana.contacts().get(1).role()).isEqualTo("Facturación");
        assertThat(beneficiaries.find(bare).orElseThrow().to()).containsExactly("luis@cliente.example");
        assertThatThrownBy(() -> beneficiaries.updateAddress(id, "a@b\r\nBcc: x@y.mx"))
                .isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void theyAreFoundByAnyOfTheirWordsWhateverTheAccents() {
        long ana = beneficiaries
                .add(beneficiary("AAGA850412QX3", "Ana ÁLVAREZ Núñez", ANA))
                .orElseThrow();
        beneficiaries.add(beneficiary("TNO010203AB9", "Transportes 100% del Norte"));
        beneficiaries.add(of(other, beneficiary("AAGA850412QX3", "Ana Álvarez")));

        for (String words : List.of("alvarez", "NUÑEZ ana", "aaga85", "ana@cliente", "factura", " núñez  ÁLVAREZ ")) {
            assertThat(beneficiaries.search(company, words, 1).rows())
                    .as(words)
                    .extracting(Beneficiary::id)
                    .containsExactly(ana);
        }
        assertThat(beneficiaries.search(company, "100%", 1).total()).isEqualTo(1);
        for (String words : List.of("1%%", "alvarez norte", "_", "\\")) {
            assertThat(beneficiaries.search(company, words, 1).total())
                    .as(words)
                    .isZero();
        }
    }

    @Test
    void pagesFollowTheNamesAndEndWithTheLast() {
        List<Beneficiary> many = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            many.add(beneficiary(
                    "LURL85%02d%02dQX%d".formatted(1 + i % 12, 1 + i / 12, i % 10),
                    (i % 2 == 0 ? "Ñ" : "n") + "ame %03d".formatted(i),
                    ANA));
        }
        Collections.shuffle(many, new Random(7));
        database.inTransaction(connection -> {
            table.insert(connection, many);
            return true;
        });

        BeneficiaryPage first = beneficiaries.search(company, "", 1);
        BeneficiaryPage last = beneficiaries.search(company, "", 99);

        assertThat(first.rows()).hasSize(50);
        assertThat(first.rows().getFirst().name()).isEqualTo("Ñame 000");
        assertThat(first.rows().get(1).name()).isEqualTo("name 001");
        assertThat(first.rows()).allMatch(row -> row.to().size() == 1);
        assertThat(last.number()).isEqualTo(3);
        assertThat(last.first()).isEqualTo(101);
        assertThat(last.last()).isEqualTo(120);
        assertThat(last.rows().getLast().name()).isEqualTo("name 119");
        assertThat(beneficiaries.search(other, "", 0)).isEqualTo(new BeneficiaryPage(List.of(), 1, 0));
    }

    @Test
    void whoIsDeletedTakesTheContactsAlong() {
        long id = beneficiaries.add(beneficiary("AAGA850412QX3", "Ana", ANA)).orElseThrow();

        assertThat(beneficiaries.delete(id)).isTrue();
        assertThat(beneficiaries.delete(id)).isFalse();

        long again = beneficiaries.add(beneficiary("AAGA850412QX3", "Ana")).orElseThrow();
        assertThat(beneficiaries.find(again).orElseThrow().contacts()).isEmpty();
    }

    @Test
    void identitiesAreLookedUpByTheHundred() {
        List<Beneficiary> many = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            many.add(beneficiary(Rfc.FOREIGN, "Nombre " + i));
        }
        List<String> identities = many.stream().map(Beneficiary::identity).toList();
        database.inTransaction(connection -> {
            table.lock(connection, company);
            table.insert(connection, many.subList(0, 1_050));
            return true;
        });

        Map<String, Beneficiary> found = database.run(connection -> table.byIdentity(connection, company, identities));

        assertThat(found).hasSize(1_050).containsKey("XEXX010101000 nombre 1049");
    }

    private Beneficiary beneficiary(String rfc, String name, Contact... contacts) {
        return new Beneficiary(0, company, rfc, name, "", "38040", List.of(contacts));
    }

    private static Beneficiary of(long companyId, Beneficiary one) {
        return new Beneficiary(
                one.id(), companyId, one.rfc(), one.name(), one.curp(), one.postalCode(), one.contacts());
    }

    private static Beneficiary with(long id, Beneficiary one) {
        return new Beneficiary(
                id, one.companyId(), one.rfc(), one.name(), one.curp(), one.postalCode(), one.contacts());
    }

    private static Company company(String rfc) {
        return new Company(0, rfc, "Empresa " + rfc, "601", "", Optional.empty(), Company.USUAL_COLOUR, true);
    }

    private <T> T write(Database.Work<T> work) {
        return this.database.inTransaction(work);
    }
}

package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.server.sheets.SheetReader;

/** What rows say, what is wrong with them, and what they would change. */
class ImportPlanTest {

    private static final String ANA_RFC = "AAGA850412QX3";

    private final Map<String, Beneficiary> existing = new HashMap<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RFC,Nombre,CURP,Código Postal,Correo,Contacto,Puesto,Cc",
                "rfc, NOMBRE O RAZÓN SOCIAL ,curp,C.P.,e-mail,Nombre del contacto,Cargo,Con copia",
                "R.F.C.,Razon social,C.U.R.P.,codigo_postal,Correo electrónico,contacto,área,Copia a",
                "Tax ID,Business name,CURP,ZIP code,Email address,Contact name,Job title,CC",
                "RFC,Beneficiario,CURP,Domicilio fiscal,Correo 1,Contacto 1,Puesto 1,Cc"
            })
    void columnsAreKnownByTheirHeadings(String headings) {
        ImportPlan plan = plan(
                headings
                        + "\naaga850412qx3,Ana Álvarez,AAGA850412MGTLRN07,6600,ana@c.mx,Ana,Facturación,\"beto@c.mx; Eva <eva@c.mx>\"");

        Beneficiary added = plan.toAdd().getFirst();
        assertThat(added)
                .isEqualTo(new Beneficiary(
                        0,
                        7,
                        ANA_RFC,
                        "Ana Álvarez",
                        "AAGA850412MGTLRN07",
                        "06600",
                        List.of(
                                Contact.of("Ana", "ana@c.mx", "Facturación", false),
                                Contact.of("", "beto@c.mx", "", true),
                                Contact.of("Eva", "eva@c.mx", "", true))));
    }

    @Test
    void headingsMayStandUnderATitleAndOthersAreNamed() {
        ImportFile file = file("Beneficiarios 2026\n\nSaldo,RFC,Nombre,Correo 9,RFC\n0,AAGA850412QX3,Ana,x,y");

        assertThat(file.columns().orElseThrow().unknown()).containsExactly("Saldo", "Correo 9");
        assertThat(file.columns().orElseThrow().repeated()).containsExactly("RFC");
        assertThat(file.rows()).hasSize(1);
        assertThat(file("Nombre,Correo\nAna,a@b.mx").columns()).isEmpty();
    }

    @Test
    void severalContactsHaveColumnsOfTheirOwn() {
        ImportPlan plan = plan("RFC,Nombre,Correo,Correo 2,Contacto 2,Puesto 2,Contacto 3\n"
                + "AAGA850412QX3,Ana,\"a@c.mx, b@c.mx\",d@c.mx,Daniel,Compras,Nadie");

        assertThat(plan.toAdd().getFirst().contacts())
                .containsExactly(
                        Contact.of("", "a@c.mx", "", false),
                        Contact.of("", "b@c.mx", "", false),
                        Contact.of("Daniel", "d@c.mx", "Compras", false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''            | Ana      | ''   | ''     | ''         | import.row.rfc.missing | A · RFC
                    AAGA850412    | Ana      | ''   | ''     | ''         | import.row.RFC         | A · RFC
                    XEXX010101000 | ''       | ''   | ''     | ''         | import.row.rfc.generic | B · Nombre
                    AAGA850412QX3 | ''       | ''   | ''     | ''         | import.row.name.missing | ''
                    AAGA850412QX3 | MU¤OZ    | ''   | ''     | ''         | import.row.encoding    | B · Nombre
                    AAGA850412QX3 | MuÃ±oz   | ''   | ''     | ''         | import.row.encoding    | B · Nombre
                    AAGA850412QX3 | #REF!    | ''   | ''     | ''         | import.row.NAME        | B · Nombre
                    AAGA850412QX3 | Ana      | AAGA | ''     | ''         | import.row.CURP        | C · CURP
                    AAGA850412QX3 | Ana      | ''   | 380    | ''         | import.row.POSTAL_CODE | D · CP
                    AAGA850412QX3 | Ana      | ''   | ''     | ana arroba | import.row.ADDRESS     | E · Correo""")
    void whatIsWrongIsToldWithItsColumn(
            String rfc, String name, String curp, String postalCode, String address, String key, String column) {
        ImportPlan plan = plan("RFC,Nombre,CURP,CP,Correo\n" + String.join(",", rfc, name, curp, postalCode, address)
                + "\nLURL850412QX3,Luis");

        PlannedRow.Refused refused = plan.rows(PlannedRow.Refused.class).getFirst();
        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.findings()).hasSize(1);
        assertThat(refused.findings().getFirst().key()).isEqualTo(key);
        assertThat(refused.findings().getFirst().column()).isEqualTo(column);
        assertThat(plan.toAdd()).extracting(Beneficiary::name).containsExactly("Luis");
    }

    @Test
    void everythingThatIsWrongWithARowIsTold() {
        ImportPlan plan = plan("RFC,Nombre,CP,Correo\nno,Ana,no,no");

        assertThat(plan.rows(PlannedRow.Refused.class).getFirst().findings())
                .extracting(RowFinding::key)
                .containsExactly("import.row.RFC", "import.row.POSTAL_CODE", "import.row.ADDRESS");
    }

    @Test
    void aSecondRowOfTheSameIsRefusedWithTheFirstOnesNumber() {
        ImportPlan plan =
                plan("RFC,Nombre\nAAGA850412QX3,Ana\nXEXX010101000,Uno\naaga850412qx3,Otra\nXEXX010101000,Dos");

        assertThat(plan.toAdd()).extracting(Beneficiary::name).containsExactly("Ana", "Uno", "Dos");
        RowFinding finding =
                plan.rows(PlannedRow.Refused.class).getFirst().findings().getFirst();
        assertThat(finding.key()).isEqualTo("import.row.repeated");
        assertThat(finding.arguments()).containsExactly(ANA_RFC, 2);
    }

    @Test
    void whatIsLeftEmptyStaysAsItIs() {
        Contact known = new Contact(3, "Ana", "ana@c.mx", "Facturación", false);
        Contact copy = new Contact(4, "", "beto@c.mx", "", true);
        have(copy, known);

        ImportPlan same = plan("RFC,Nombre,CP,Correo,Cc\nAAGA850412QX3,Ana Álvarez,,ANA@C.MX,\nLURL850412QX3,Luis");
        ImportPlan fewer = plan("RFC,Nombre\nAAGA850412QX3,");

        assertThat(same.rows(PlannedRow.Changed.class)).hasSize(1);
        assertThat(same.toChange().getFirst().contacts())
                .containsExactly(new Contact(3, "Ana", "ANA@C.MX", "Facturación", false), copy);
        assertThat(fewer.rows(PlannedRow.Unchanged.class)).hasSize(1);
    }

    @Test
    void contactsInAnotherOrderAreNoChange() {
        have(new Contact(4, "", "beto@c.mx", "", true), new Contact(3, "Ana", "ana@c.mx", "Facturación", false));

        ImportPlan plan = plan("RFC,Nombre,Correo,Cc\nAAGA850412QX3,Ana Álvarez,ana@c.mx,beto@c.mx");

        assertThat(plan.rows(PlannedRow.Unchanged.class)).hasSize(1);
    }

    @Test
    void aChangeIsToldFieldByField() {
        have(new Contact(3, "Ana", "ana@c.mx", "", false));

        ImportPlan plan = plan("RFC,Nombre,CP,Correo,Cc\nAAGA850412QX3,Ana Núñez,38040,nueva@c.mx,beto@c.mx");

        assertThat(plan.rows(PlannedRow.Changed.class).getFirst().changes())
                .containsExactly(
                        new PlannedRow.Change("beneficiaries.name", "Ana Álvarez", "Ana Núñez"),
                        new PlannedRow.Change("beneficiaries.postalCode", "", "38040"),
                        new PlannedRow.Change("beneficiaries.contacts", "Ana <ana@c.mx>", "nueva@c.mx; Cc: beto@c.mx"));
    }

    @Test
    void theMarkIsAnotherWhenTheCatalogueIs() {
        String text = "RFC,Nombre\nAAGA850412QX3,Ana Núñez";
        String before = plan(text).mark();
        have();

        assertThat(plan(text).mark()).isNotEqualTo(before).isEqualTo(plan(text).mark());
    }

    private void have(Contact... contacts) {
        Beneficiary ana = new Beneficiary(9, 7, ANA_RFC, "Ana Álvarez", "", "", List.of(contacts));
        existing.put(ana.identity(), ana);
    }

    private ImportPlan plan(String text) {
        return ImportPlan.of(7, file(text).rows(), existing);
    }

    private static ImportFile file(String text) {
        return ImportFile.read(new SheetReader(), text.getBytes(StandardCharsets.UTF_8));
    }
}

package org.valija.server.catalogues;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.valija.server.sheets.SheetLimits;
import org.valija.server.sheets.SheetReader;
import org.valija.server.sheets.UnreadableSheetException;

/**
 * Whatever a file holds, it either is refused by name, or its rows are refused by name or say what the catalogue may hold. As
 * octets, and as the sheet, the texts and the relations of a workbook whose archive is whole.
 */
class SheetImportFuzzTest {

    private static final SheetReader READER =
            new SheetReader(new SheetLimits(200_000, 500, 30, 50, 2_000_000, 200));
    private static final String RELATION = "<Relationship Id='a' Type='x/";

    @DictionaryEntries({
        "RFC,Nombre,CURP,CP,Correo,Cc\\x0A",
        "AAGA850412QX3",
        "XEXX010101000",
        "ana@cliente.mx",
        "PK\\x03\\x04",
        "\\xFF\\xFE",
        "sep=;\\x0A",
        "\\x22\\x22"
    })
    @FuzzTest
    void anyFile(byte[] file) {
        take(file);
    }

    @DictionaryEntries({
        "<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
        "<c t='inlineStr'><is><t>AAGA850412QX3</t></is></c>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "&#x41;",
        "<![CDATA[",
        "<si><r><t>RFC</t></r></si>",
        "xml:space='preserve'",
        "Target='../x.xml'"
    })
    @FuzzTest
    void anyPartsOfAWorkbook(FuzzedDataProvider parts) throws IOException {
        boolean wrapped = parts.consumeBoolean();
        String texts = parts.consumeString(2_000);
        String relations = parts.consumeString(200);
        String rows = parts.consumeRemainingAsString();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "_rels/.rels", "<R>" + RELATION + "officeDocument' Target='w.xml'/></R>");
            put(zip, "w.xml", "<w><sheet id='a'/></w>");
            put(
                    zip,
                    "_rels/w.xml.rels",
                    "<R>" + RELATION + "worksheet' Target='s.xml'/>" + RELATION + "sharedStrings' Target='t.xml'/>"
                            + relations + "</R>");
            put(zip, "t.xml", wrapped ? "<sst>" + texts + "</sst>" : texts);
            put(zip, "s.xml", wrapped ? "<s><sheetData>" + rows + "</sheetData></s>" : rows);
        }
        take(out.toByteArray());
    }

    private static void put(ZipOutputStream zip, String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void take(byte[] octets) {
        ImportFile file;
        try {
            file = ImportFile.read(READER, octets);
        } catch (UnreadableSheetException refused) {
            assertThat(refused.key()).startsWith("error.sheet.");
            return;
        }
        ImportPlan plan = ImportPlan.of(1, file.rows(), Map.of());
        assertThat(plan.rows()).hasSameSizeAs(file.rows());
        for (Beneficiary added : plan.toAdd()) {
            assertThat(Rfc.canonical(added.rfc())).hasValue(added.rfc());
            assertThat(added.name()).isNotEmpty().hasSizeLessThanOrEqualTo(FieldRules.LONGEST_NAME);
            assertThat(added.name().chars()).noneMatch(Character::isISOControl);
            assertThat(added.contacts()).hasSizeLessThanOrEqualTo(FieldRules.MOST_CONTACTS);
            assertThat(added.contacts()).allMatch(contact -> FieldRules.address(contact.address()).isPresent());
        }
    }
}

package org.valija.server.catalogues;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A workbook whose archive is whole, and whose sheet, texts and relations may be anything. */
class WorkbookFuzzTest {

    private static final String RELATION = "<Relationship Id='a' Type='x/";

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
        AnySheet.isTakenOrRefused(out.toByteArray());
    }

    private static void put(ZipOutputStream zip, String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(xml.getBytes(StandardCharsets.UTF_8));
    }
}

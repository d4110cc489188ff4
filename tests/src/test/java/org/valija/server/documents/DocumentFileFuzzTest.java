package org.valija.server.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever a file holds, it is taken for what it is called or refused by name, and nothing else comes of it. */
class DocumentFileFuzzTest {

    private static final List<String> FILTERS = List.of(
            "",
            "/FlateDecode",
            "/LZWDecode",
            "/ASCIIHexDecode",
            "/RunLengthDecode",
            "[/ASCII85Decode /FlateDecode]",
            "/CCITTFaxDecode",
            "/DCTDecode");

    @DictionaryEntries({
        "%PDF-1.7\\x0A",
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj ",
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj ",
        "stream\\x0A",
        "endstream",
        "/Filter[/ASCII85Decode /FlateDecode]",
        "/Type/ObjStm/N 1/First 4",
        "trailer<</Root 1 0 R>>",
        "startxref\\x0A0\\x0A%%EOF",
        "<?xml version='1.0' encoding='UTF-16'?>",
        "<!DOCTYPE r [<!ENTITY a 'b'>]>",
        "<![CDATA[",
        "PK\\x03\\x04"
    })
    @FuzzTest
    void anyFile(byte @NotNull [] file) {
        isTakenOrRefused(() -> PdfCheck.read(file), "documents.refused.pdf.");
        isTakenOrRefused(() -> XmlCheck.check(file), "documents.refused.xml");
        isTakenOrRefused(() -> SheetCheck.check(file), "documents.refused.xlsx");
    }

    @DictionaryEntries({
        "BT /F 12 Tf 9 700 Td (0b1e9a4e-55a7-4c0c-8a6f-1e4d2b7c9f10) Tj ET",
        "/X Do ",
        "[(a) -99 (b)] TJ ",
        "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
        "/XObject<</X 4 0 R>>",
        "/ToUnicode 4 0 R",
        "1 beginbfrange <00> <ff> <0041> endbfrange",
        "BI /W 1 /H 1 ID x EI"
    })
    @FuzzTest
    void anyPage(FuzzedDataProvider parts) {
        String filter = parts.pickValue(FILTERS);
        String more = parts.consumeAsciiString(200);
        String resources = parts.consumeAsciiString(400);
        byte[] content = parts.consumeRemainingAsBytes();
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        pdf.writeBytes(octets("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<" + resources
                + ">>>>endobj\n4 0 obj<<" + (filter.isEmpty() ? "" : "/Filter" + filter) + more + "/Length "
                + content.length + ">>stream\n"));
        pdf.writeBytes(content);
        pdf.writeBytes(octets("\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"));
        isTakenOrRefused(() -> PdfCheck.read(pdf.toByteArray()), "documents.refused.pdf.");
    }

    private static void isTakenOrRefused(Runnable check, String reason) {
        try {
            check.run();
        } catch (RefusedFileException refused) {
            assertThat(refused.refusal().key()).startsWith(reason);
        }
    }

    private static byte[] octets(String ascii) {
        return ascii.getBytes(StandardCharsets.ISO_8859_1);
    }
}

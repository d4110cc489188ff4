package org.valija.server.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.server.sheets.UnreadableSheetException.Reason;

class SheetReaderTest {

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final SheetLimits SMALL = new SheetLimits(1_000_000, 3, 4, 20, 3_000_000, 200);

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void aTextIsReadWithAnyOfItsSeparators(String separator) {
        String text =
                "RFC,Nombre\r\nAAA,\"Núñez,\n\"\"El Ñandú\"\"\"\r\n\r\n,\r\n BBB , \u00A0Eva ".replace(",", separator);

        assertThat(read(text.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("1 [RFC, Nombre]", "2 [AAA, Núñez" + separator + "\n\"El Ñandú\"]", "5 [BBB, Eva]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"})
    void anEncodingIsFoundWithAndWithoutItsMark(String name) {
        Charset charset = Charset.forName(name);
        String text = "RFC;Nombre\nAAA;Núñez Peña\n";

        assertThat(read(text.getBytes(charset))).containsExactly("1 [RFC, Nombre]", "2 [AAA, Núñez Peña]");
        if (!charset.equals(WINDOWS)) {
            assertThat(read(("\uFEFF" + text).getBytes(charset))).contains("1 [RFC, Nombre]");
        }
    }

    @Test
    void theSeparatorThatExcelNamesCountsAndItsLineDoesNot() {
        assertThat(read("sep=|\nRFC|A,B;C\n".getBytes(StandardCharsets.UTF_8))).containsExactly("2 [RFC, A,B;C]");
    }

    @Test
    void textThatIsNoneIsRefusedByName() {
        assertThat(reason(new byte[] {'R', 'F', 'C', (byte) 0x81, ',', 'x'})).isEqualTo(Reason.ENCODING);
        assertThat(reason(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'R', (byte) 0xE9, ','}))
                .isEqualTo(Reason.ENCODING);
        assertThat(reason(new byte[] {1, 2, 3, 0, 0, 0, 7, 8})).isEqualTo(Reason.NOT_A_SHEET);
        assertThat(reason(new byte[0])).isEqualTo(Reason.EMPTY);
        assertThat(reason("%PDF-1.7 …".getBytes(StandardCharsets.UTF_8))).isEqualTo(Reason.PDF);
        assertThat(reason(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0}))
                .isEqualTo(Reason.OLD_EXCEL);
        assertThat(reason("\uFEFF\n<TABLE><tr>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Reason.WEB_PAGE);
    }

    @Test
    void quotesThatDoNotCloseAreToldWithTheirRow() {
        UnreadableSheetException open = refusal("RFC,Nombre\nA,x\nB,\"y\nC,z\n".getBytes(StandardCharsets.UTF_8));
        UnreadableSheetException after = refusal("RFC,Nombre\nA,\"x\" y\n".getBytes(StandardCharsets.UTF_8));

        assertThat(open.reason()).isEqualTo(Reason.QUOTES);
        assertThat(open.arguments()).containsExactly(3L);
        assertThat(after.reason()).isEqualTo(Reason.QUOTES);
        assertThat(after.arguments()).containsExactly(2L);
    }

    @Test
    void aWorkbooksFirstVisibleSheetIsRead() {
        Workbook workbook = Workbook.of("""
                <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>
                <row r="5"><c r="B5" t="inlineStr"><is><t> Ana &amp; Eva </t></is></c><c r="D5"><v>6600</v></c></row>
                <row><c><f>1+1</f><v>2.50</v></c><c t="str"><v>=x</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>
                <row r="9"><c r="XFD9" s="1"/></row>""");

        assertThat(read(workbook.octets()))
                .containsExactly("2 [RFC, Nombre]", "5 [, Ana & Eva, , 6600]", "6 [2.5, =x, 1, #REF!]");
    }

    @Test
    void numbersBeyondAllMeasureStayText() {
        Workbook workbook = Workbook.of("<row><c><v>1E999999999</v></c><c><v>1.20E3</v></c><c><v>0.000</v></c></row>");

        assertThat(read(workbook.octets())).containsExactly("1 [1E999999999, 1200, 0]");
    }

    @ParameterizedTest
    @CsvSource({
        "<row r='1'><c r='ZZZ1'><v>1</v></c></row>, TOO_MANY_COLUMNS",
        "<row r='1'><c r='ZZZZZZZ1'><v>1</v></c></row>, DAMAGED",
        "<row r='1'><c t='s'><v>99</v></c></row>, DAMAGED",
        "<row r='1'><c t='s'><v>-1</v></c></row>, DAMAGED",
        "<row r='1'><c><v>1</v></row>, DAMAGED",
        "<row r='1'><c><v>&nada;</v></c></row>, DAMAGED"
    })
    void whatNoProgramWritesIsRefused(String rows, Reason reason) {
        assertThat(reason(Workbook.of(rows).octets())).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml", "_rels/.rels"})
    void noPartBringsADocumentType(String part) {
        String bomb = "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c SYSTEM 'file:///etc/passwd'>]><a>&b;&c;</a>";

        assertThat(reason(Workbook.of("<row><c t='s'><v>0</v></c></row>")
                        .with(part, bomb)
                        .octets()))
                .isEqualTo(Reason.DOCUMENT_TYPE);
    }

    @Test
    void anotherEncodingThanThatOfWorkbooksIsDamage() {
        Workbook wide = Workbook.of("")
                .withRaw(
                        "xl/worksheets/sheet2.xml",
                        "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-16\"?><!DOCTYPE a><worksheet/>",
                        StandardCharsets.UTF_16LE);

        assertThat(reason(wide.octets())).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void depthEndsSomewhere() {
        assertThat(reason(Workbook.of("<a>".repeat(40) + "</a>".repeat(40)).octets()))
                .isEqualTo(Reason.DAMAGED);
    }

    @Test
    void anArchiveThatIsNoWorkbookIsTold() throws IOException {
        assertThat(reason(Workbook.of("").without("_rels/.rels").octets())).isEqualTo(Reason.NOT_A_WORKBOOK);
        assertThat(reason(zip("carta.txt", "Hola".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Reason.NOT_A_WORKBOOK);
        byte[] whole = Workbook.of("<row><c><v>1</v></c></row>").octets();
        for (int length : new int[] {5, 40, whole.length / 2}) {
            assertThat(reason(Arrays.copyOf(whole, length))).isIn(Reason.DAMAGED, Reason.NOT_A_WORKBOOK);
        }
    }

    @Test
    void aBombIsFoundWithoutBeingInflated() throws IOException {
        byte[] bomb = zip("xl/media/image1.bin", new byte[200 * 1024 * 1024]);

        assertThat(bomb.length).isLessThan(300 * 1024);
        assertThat(reason(bomb)).isEqualTo(Reason.EXPANDS);
    }

    @Test
    void aBombOfOneTextIsFoundToo() throws IOException {
        byte[] spaces = new byte[1_000_000];
        Arrays.fill(spaces, (byte) ' ');

        assertThat(reason(zip("xl/worksheets/sheet1.xml", spaces))).isEqualTo(Reason.CELL_TOO_LONG);
        assertThat(reason(Workbook.of("<row><c t='str'><v>" + "x".repeat(40_000) + "</v></c></row>")
                        .octets()))
                .isEqualTo(Reason.CELL_TOO_LONG);
    }

    @Test
    void entriesAreCountedAndNoneIsThereTwice() throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(many)) {
            for (int i = 0; i < 1_001; i++) {
                zip.putNextEntry(new ZipEntry("xl/worksheets/sheet" + i + ".xml"));
            }
        }
        byte[] twice = Workbook.of("").with("xl/workbook.xmm", "<a/>").octets();
        byte[] renamed = new String(twice, StandardCharsets.ISO_8859_1)
                .replace("xl/workbook.xmm", "xl/workbook.xml")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(reason(many.toByteArray())).isEqualTo(Reason.EXPANDS);
        assertThat(reason(renamed)).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void rowsAndColumnsAreCountedInBothKinds() {
        SheetReader small = new SheetReader(SMALL);
        byte[] five = "a\nb\n\n\nc\nd\ne\n".getBytes(StandardCharsets.UTF_8);
        byte[] wide = "a,b,c,d,e\n".getBytes(StandardCharsets.UTF_8);
        byte[] endless = (",".repeat(900_000) + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] rows = Workbook.of("<row><c><v>1</v></c></row>".repeat(5)).octets();

        assertThat(reason(small, five)).isEqualTo(Reason.TOO_MANY_ROWS);
        assertThat(reason(small, rows)).isEqualTo(Reason.TOO_MANY_ROWS);
        assertThat(reason(small, wide)).isEqualTo(Reason.TOO_MANY_COLUMNS);
        assertThat(reason(small, endless)).isEqualTo(Reason.TOO_MANY_COLUMNS);
        assertThat(read(small, "a\nb\n\nc\nd\n".getBytes(StandardCharsets.UTF_8)))
                .hasSize(4);
        assertThat(read(small, "a,b,c,d,,,,\n".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("1 [a, b, c, d]");
    }

    @Test
    void aStreamIsTakenUpToTheBoundAndNoFurther() throws IOException {
        SheetReader small = new SheetReader(SMALL);
        ByteArrayInputStream endless = new ByteArrayInputStream(new byte[5_000_000]);

        UnreadableSheetException refusal =
                catchThrowableOfType(UnreadableSheetException.class, () -> small.take(endless));

        assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(endless.available()).isEqualTo(5_000_000 - SMALL.octets() - 1);
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return out.toByteArray();
    }

    private static List<String> read(byte[] file) {
        return read(new SheetReader(), file);
    }

    private static List<String> read(SheetReader reader, byte[] file) {
        List<String> rows = new ArrayList<>();
        reader.read(file, (line, cells) -> rows.add(line + " " + cells));
        return rows;
    }

    private static Reason reason(byte[] file) {
        return reason(new SheetReader(), file);
    }

    private static Reason reason(SheetReader reader, byte[] file) {
        return catchThrowableOfType(UnreadableSheetException.class, () -> read(reader, file))
                .reason();
    }

    private static UnreadableSheetException refusal(byte[] file) {
        return catchThrowableOfType(UnreadableSheetException.class, () -> read(file));
    }
}

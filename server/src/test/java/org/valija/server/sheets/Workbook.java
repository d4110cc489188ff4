package org.valija.server.sheets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A workbook put together part by part, so that any of them can be wrong. */
final class Workbook {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    /** Of two sheets, the first of which is hidden. */
    static Workbook of(String rows) {
        return new Workbook()
                .with("[Content_Types].xml", "<Types/>")
                .with(
                        "_rels/.rels",
                        "<Relationships><Relationship Id='a' Type='http://x/officeDocument' Target='/xl/workbook.xml'/></Relationships>")
                .with("xl/workbook.xml", """
                        <workbook xmlns:r='r'><sheets><sheet name='Oculta' sheetId='1' state='hidden' r:id='r1'/>\
                        <sheet name='Datos' sheetId='2' r:id='r2'/></sheets></workbook>""")
                .with("xl/_rels/workbook.xml.rels", """
                        <Relationships><Relationship Id='r1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/>\
                        <Relationship Id='r2' Type='http://x/worksheet' Target='worksheets/sheet2.xml'/>\
                        <Relationship Id='r3' Type='http://x/sharedStrings' Target='../xl/sharedStrings.xml'/></Relationships>""")
                .with("xl/sharedStrings.xml", """
                        <sst><si><t>RFC</t></si><si><r><t>Nom</t></r><rPh><t>x</t></rPh><r><t xml:space='preserve'>bre </t></r></si></sst>""")
                .with(
                        "xl/worksheets/sheet1.xml",
                        "<worksheet><sheetData><row><c><v>9</v></c></row></sheetData></worksheet>")
                .rows(rows);
    }

    Workbook rows(String rows) {
        return with(
                "xl/worksheets/sheet2.xml", "<worksheet><sheetData>" + rows + "</sheetData><mergeCells/></worksheet>");
    }

    Workbook with(String name, String xml) {
        parts.put(name, (HEAD + xml).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A part as it stands, without a head. */
    Workbook withRaw(String name, String xml, Charset charset) {
        parts.put(name, xml.getBytes(charset));
        return this;
    }

    Workbook without(String name) {
        parts.remove(name);
        return this;
    }

    byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

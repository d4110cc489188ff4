package org.valija.server.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PdfCheckTest {

    private static final UUID FOLIO = UUID.fromString("0b1e9a4e-55a7-4c0c-8a6f-1e4d2b7c9f10");

    /** Less than any of the parts becomes that are tried. */
    private static final long MEMORY = 40L * 1024 * 1024;

    @Test
    void findsTheFolioFiscalAlsoWhereALineEndsInIt() throws IOException {
        assertThat(PdfCheck.read(SamplePdf.of("Folio fiscal " + FOLIO))).containsExactly(FOLIO);
        assertThat(PdfCheck.read(SamplePdf.of("0B1E9A4E-55A7-4C0C-", "8A6F-1E4D2B7C9F10 fin")))
                .containsExactly(FOLIO);
        assertThat(PdfCheck.read(SamplePdf.of("Sin folio"))).isEmpty();
        assertThat(PdfCheck.uuids("RET_" + FOLIO + ".pdf")).containsExactly(FOLIO);
    }

    @Test
    void whatNeedsAPasswordIsAPdfAllTheSame() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(SamplePdf.of("Folio " + FOLIO))) {
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            document.save(out);
        }

        assertThat(PdfCheck.read(out.toByteArray())).isEmpty();
    }

    @Test
    void whatIsNoPdfIsRefused() throws IOException {
        refuses("pdf.header", "<html>".getBytes(StandardCharsets.UTF_8));
        refuses("pdf.damaged", "%PDF-1.7 nothing more".getBytes(StandardCharsets.UTF_8));
        byte[] whole = SamplePdf.of("Folio");
        refuses("pdf.damaged", Arrays.copyOf(whole, 60));
    }

    /** 25 MB in the file would be 25 GB in memory. */
    @Test
    void whatGrowsWithoutEndIsRefusedBeforeItIsOpened() throws IOException {
        byte[] bomb = packed(new byte[300 * 1024 * 1024]);

        refuses("pdf.bomb", pdf(bomb));
        refuses("pdf.bomb", pdf(packed(bomb)));
    }

    /** As programs of banks and of those that certify write them. */
    @Test
    void howeverThePartsArePackedItsTextIsFound() throws IOException {
        for (COSArray filters : List.of(
                filters(COSName.FLATE_DECODE),
                filters(COSName.LZW_DECODE),
                filters(COSName.ASCII85_DECODE, COSName.FLATE_DECODE),
                filters(COSName.ASCII_HEX_DECODE),
                filters())) {
            byte[] text = ("BT /F 12 Tf 50 700 Td (" + FOLIO + ") Tj ET").getBytes(StandardCharsets.US_ASCII);

            assertThat(PdfCheck.read(page(text, filters, document -> {})))
                    .as(filters.toString())
                    .containsExactly(FOLIO);
        }
    }

    @Test
    void whatIsEncryptedAgainstChangesAloneIsReadAndSoIsWhatHasPictures() throws IOException {
        byte[] text = ("q 99 0 0 99 0 0 cm /I Do Q BT /F 12 Tf 50 700 Td (" + FOLIO + ") Tj ET")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] encrypted = page(text, filters(COSName.FLATE_DECODE), document -> {
            document.getPage(0)
                    .getResources()
                    .put(
                            COSName.getPDFName("I"),
                            JPEGFactory.createFromImage(
                                    document, new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB)));
            document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
        });

        assertThat(PdfCheck.read(encrypted)).containsExactly(FOLIO);
    }

    /** Blanks of a page, which a library would keep in memory whole. */
    @Test
    void noFilterAndNoCipherLetsAPartGrow() throws IOException {
        byte[] blanks = new byte[48 * 1024 * 1024];
        PdfCheck.read(SamplePdf.of("warm"));

        assertThat(allocated(page(blanks, filters(COSName.ASCII85_DECODE, COSName.FLATE_DECODE), document -> {})))
                .isLessThan(MEMORY);
        assertThat(allocated(page(blanks, filters(COSName.ASCII_HEX_DECODE, COSName.FLATE_DECODE), document -> {})))
                .isLessThan(MEMORY);
        assertThat(allocated(page(
                        blanks,
                        filters(COSName.FLATE_DECODE),
                        document ->
                                document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission())))))
                .isLessThan(MEMORY);
    }

    @Test
    void aLineThatAPredictorWouldKeepIsBounded() throws IOException {
        byte[] wide = page(new byte[100], filters(COSName.FLATE_DECODE), document -> {
            COSDictionary parameters = new COSDictionary();
            parameters.setInt(COSName.PREDICTOR, 12);
            parameters.setInt(COSName.COLUMNS, 100_000_000);
            parameters.setInt(COSName.COLORS, 1);
            document.getPage(0)
                    .getContentStreams()
                    .next()
                    .getCOSObject()
                    .setItem(COSName.DECODE_PARMS, new COSArray(List.of(parameters)));
        });
        PdfCheck.read(SamplePdf.of("warm"));

        assertThat(allocated(wide)).isLessThan(MEMORY);
    }

    /** Twenty levels, each of which draws the next ten times. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsDrawnWithinWhatIsDrawnComesToAnEnd() throws IOException {
        byte[] again = "/X Do ".repeat(10).getBytes(StandardCharsets.US_ASCII);
        byte[] nested = page(again, filters(), document -> {
            PDResources resources = document.getPage(0).getResources();
            for (int level = 0; level < 20; level++) {
                PDFormXObject form = new PDFormXObject(new PDStream(document, new ByteArrayInputStream(again)));
                form.setResources(new PDResources());
                resources.put(COSName.getPDFName("X"), form);
                resources = form.getResources();
            }
        });

        assertThat(PdfCheck.read(nested)).isEmpty();
    }

    @Test
    void thingsWithoutNumberAreRefused() throws IOException {
        byte[] many = page(new byte[0], filters(), document -> {
            COSArray things = new COSArray();
            for (int i = 0; i < 400_000; i++) {
                things.add(new COSArray());
            }
            document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("Things"), things);
        });

        refuses("pdf.bomb", many);
    }

    /** Each beginning of a part goes through all that follows, which becomes nothing. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void partsThatBecomeNothingAreNotGoneThroughForEver() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII));
        byte[] beginning = "stream\n\u0078\u0001".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 5_000; i++) {
            out.writeBytes(beginning);
            out.writeBytes(new byte[] {0, (byte) beginning.length, 0, (byte) ~beginning.length, (byte) 0xff});
        }
        out.writeBytes(beginning);
        byte[] nothing = {0, 0, 0, (byte) 0xff, (byte) 0xff};
        for (int i = 0; i < 4_000_000; i++) {
            out.writeBytes(nothing);
        }

        refuses("pdf.bomb", out.toByteArray());
    }

    private static void refuses(String reason, byte[] file) {
        assertThatThrownBy(() -> PdfCheck.read(file))
                .isInstanceOfSatisfying(
                        RefusedFileException.class,
                        e -> assertThat(e.refusal().key()).isEqualTo("documents.refused." + reason));
    }

    private static byte[] packed(byte[] octets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream packed = new DeflaterOutputStream(out)) {
            packed.write(octets);
        }
        return out.toByteArray();
    }

    private static byte[] pdf(byte[] stream) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode/Length " + stream.length + ">>\nstream\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(stream);
        out.writeBytes("\nendstream\nendobj\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static COSArray filters(COSName... names) {
        COSArray filters = new COSArray();
        List.of(names).forEach(filters::add);
        return filters;
    }

    /** What is done with a document before it is saved. */
    @FunctionalInterface
    private interface Change {
        void apply(PDDocument document) throws IOException;
    }

    private static byte[] page(byte[] content, COSArray filters, Change change) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDResources resources = new PDResources();
            resources.put(COSName.getPDFName("F"), new PDType1Font(FontName.HELVETICA));
            page.setResources(resources);
            page.setContents(
                    filters.size() == 0
                            ? new PDStream(document, new ByteArrayInputStream(content))
                            : new PDStream(document, new ByteArrayInputStream(content), filters));
            change.apply(document);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }

    /** Octets that this thread asks for while it reads. */
    private static long allocated(byte[] pdf) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        PdfCheck.read(pdf);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

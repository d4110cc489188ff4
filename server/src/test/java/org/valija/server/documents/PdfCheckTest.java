package org.valija.server.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;

class PdfCheckTest {

    private static final UUID FOLIO = UUID.fromString("0b1e9a4e-55a7-4c0c-8a6f-1e4d2b7c9f10");

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
}

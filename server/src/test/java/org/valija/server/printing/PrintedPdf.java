package org.valija.server.printing;

import boofcv.abst.fiducial.QrCodeDetector;
import boofcv.alg.fiducial.qrcode.QrCode;
import boofcv.factory.fiducial.FactoryFiducial;
import boofcv.struct.image.GrayU8;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

/** A printed paper, looked at by other means than those that made it. */
public final class PrintedPdf implements AutoCloseable {

    private static final float DOTS_PER_INCH = 200;

    private final byte[] bytes;
    private final PDDocument pdf;

    private PrintedPdf(byte[] bytes) {
        this.bytes = bytes;
        try {
            this.pdf = Loader.loadPDF(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static PrintedPdf by(Consumer<OutputStream> printer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        printer.accept(out);
        return new PrintedPdf(out.toByteArray());
    }

    byte[] bytes() {
        return bytes;
    }

    int pages() {
        return pdf.getNumberOfPages();
    }

    PDRectangle size(int page) {
        return pdf.getPage(page - 1).getMediaBox();
    }

    PDDocumentInformation information() {
        return pdf.getDocumentInformation();
    }

    String language() {
        return pdf.getDocumentCatalog().getLanguage();
    }

    /** Everything, with one space where there is room between words. */
    String text() {
        return text(1, pages());
    }

    String text(int page) {
        return text(page, page);
    }

    private String text(int first, int last) {
        try {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            stripper.setStartPage(first);
            stripper.setEndPage(last);
            return stripper.getText(pdf).replaceAll("\\s+", " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without any white space: names break over lines, seals too. */
    String letters() {
        try {
            return letters(new PDFTextStripper().getText(pdf));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String letters(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** All fonts that pages or what is drawn on them name. */
    List<PDFont> fonts() {
        List<PDFont> fonts = new ArrayList<>();
        for (PDPage page : pdf.getPages()) {
            collect(page.getResources(), fonts);
        }
        return fonts;
    }

    private static void collect(PDResources resources, List<PDFont> fonts) {
        try {
            for (COSName name : resources.getFontNames()) {
                fonts.add(resources.getFont(name));
            }
            for (COSName name : resources.getXObjectNames()) {
                if (resources.getXObject(name) instanceof PDFormXObject form && form.getResources() != null) {
                    collect(form.getResources(), fonts);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the QR codes of a page say, read from its picture. */
    List<String> qrCodes(int page) {
        BufferedImage picture = picture(page);
        GrayU8 gray = new GrayU8(picture.getWidth(), picture.getHeight());
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                gray.unsafe_set(x, y, picture.getRaster().getSample(x, y, 0));
            }
        }
        QrCodeDetector<GrayU8> detector = FactoryFiducial.qrcode(null, GrayU8.class);
        detector.process(gray);
        return detector.getDetections().stream()
                .map((QrCode code) -> code.message)
                .toList();
    }

    BufferedImage picture(int page) {
        try {
            return new PDFRenderer(pdf).renderImageWithDPI(page - 1, DOTS_PER_INCH, ImageType.GRAY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            pdf.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

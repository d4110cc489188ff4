package org.valija.server.printing;

import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import com.openhtmltopdf.extend.FSStream;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Optional;
import java.util.Queue;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.w3c.dom.Document;

/**
 * Makes PDF of pages. Nothing is fetched but the logo that comes with the page; the fonts are embedded, as far as used; the same
 * page gives the same bytes. Thread-safe: threads share what was read of the fonts, a pair for each that prints at the same time.
 */
public final class PdfPress {

    /** The one address that a page may name. */
    static final String LOGO = "valija:logo";

    private static final String SCHEME = "valija";
    private static final String PRODUCER = "Valija";
    private static final DocumentBuilderFactory DOCUMENTS = DocumentBuilderFactory.newDefaultNSInstance();
    private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

    static {
        XRLog.setLoggerImpl(new PressLog());
        FontMappers.set(new OwnFonts(Typefaces.read().regular()));
    }

    private final Queue<Typefaces> spare = new ConcurrentLinkedQueue<>();
    private final String sheet = new String(Resources.read("paper.css"), StandardCharsets.UTF_8);
    private final FSObjectDrawerFactory drawers = new QrDrawers();

    /** Prints the page whose body the writer fills. */
    void print(Imprint imprint, Branding branding, String pageRules, Consumer<Tag> writer, OutputStream out) {
        Typefaces typefaces = Optional.ofNullable(spare.poll()).orElseGet(Typefaces::read);
        try (PDDocument pdf = new PDDocument()) {
            Document page = newDocument();
            writer.accept(Tag.page(page, imprint, style(branding, pageRules), typefaces)
                    .add("body"));
            lay(page, pdf, typefaces, branding.logo());
            sign(pdf, imprint);
            pdf.save(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            spare.add(typefaces);
        }
    }

    private static Document newDocument() {
        try {
            return DOCUMENTS.newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void lay(Document page, PDDocument pdf, Typefaces typefaces, Optional<Logo> logo) throws IOException {
        PdfRendererBuilder builder = new PdfRendererBuilder()
                .withW3cDocument(page, "")
                .usePDDocument(pdf)
                .usePdfUaAccessibility(true)
                .withProducer(PRODUCER)
                .useObjectDrawerFactory(drawers)
                .useUnicodeLineBreaker(new SpaceBreaker())
                .useUriResolver((base, uri) -> LOGO.equals(uri) ? uri : null)
                .useExternalResourceAccessControl(
                        (uri, type) -> LOGO.equals(uri), ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI)
                .useExternalResourceAccessControl(
                        (uri, type) -> LOGO.equals(uri), ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI)
                .useProtocolsStreamImplementation(uri -> stream(logo), SCHEME)
                .useFont(font(PDType0Font.load(pdf, typefaces.regular(), true)), "Valija", 400, FontStyle.NORMAL, true)
                .useFont(
                        font(PDType0Font.load(pdf, typefaces.semiBold(), true)), "Valija", 600, FontStyle.NORMAL, true);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
        }
    }

    private static PDFontSupplier font(PDType0Font font) {
        return new PDFontSupplier(font);
    }

    private static FSStream stream(Optional<Logo> logo) {
        byte[] png = logo.orElseThrow().printed();
        return new FSStream() {
            @Override
            public InputStream getStream() {
                return new ByteArrayInputStream(png);
            }

            @Override
            public Reader getReader() {
                return new InputStreamReader(getStream(), StandardCharsets.UTF_8);
            }
        };
    }

    /** Its dates and its number come from the paper, so the same paper is the same file. */
    private static void sign(PDDocument pdf, Imprint imprint) {
        Calendar created = new GregorianCalendar(UTC);
        created.setTimeInMillis(imprint.created().toEpochMilli());
        PDDocumentInformation information = pdf.getDocumentInformation();
        information.setCreationDate(created);
        pdf.getDocumentCatalog().setLanguage(imprint.language());
        // The engine adds a form to every file, with fonts that are not embedded.
        pdf.getDocumentCatalog().setAcroForm(null);
        pdf.setDocumentId(imprint.created().toEpochMilli());
    }

    private String style(Branding branding, String pageRules) {
        return Inks.of(branding.colour()).fill(sheet) + pageRules;
    }
}

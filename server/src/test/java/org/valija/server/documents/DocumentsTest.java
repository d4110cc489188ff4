package org.valija.server.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.valija.mail.ContentSource;
import org.valija.server.InSpanish;
import org.valija.server.catalogues.Beneficiaries;
import org.valija.server.catalogues.Beneficiary;
import org.valija.server.demo.FilledForm;
import org.valija.server.demo.FormBrowser.Page;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.retenciones.Relacionado;
import org.valija.server.retenciones.SampleRetencion;
import org.valija.server.retenciones.SampleRetenciones;

/** Documents at the console: how they come in, what is said of what is wrong, and what their pages show. */
@ExtendWith(InSpanish.class)
@SuppressWarnings("NullAway.Init")
class DocumentsTest {

    private static final Pattern STAMP = Pattern.compile("<tfd:TimbreFiscalDigital.*?/>");
    private static final String SCRIPT = "<script>alert(1)</script>";

    @TempDir
    Path folder;

    private DocumentOffice office;

    @BeforeEach
    void start() {
        office = new DocumentOffice(folder, new HashMap<>(database()));
        office.registerCompany();
    }

    /** SQLite in the data folder, unless a subclass says otherwise. */
    Map<String, Object> database() {
        return Map.of();
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void xmlAndPdfBecomeOneWhateverTheirOrder() throws IOException {
        SampleRetencion byName = SampleRetenciones.nacional(1);
        SampleRetencion byText = SampleRetenciones.nacional(2);
        SampleRetencion byFileName = SampleRetenciones.nacional(3);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("uno.PDF", SamplePdf.of("sin folio"));
        files.put("otro nombre.pdf", SamplePdf.of("Folio fiscal: " + byText.folioFiscal()));
        files.put("RET_" + byFileName.folioFiscal() + ".pdf", SamplePdf.of("sin texto"));
        files.put("Uno.xml", byName.xml());
        files.put("dos.xml", byText.xml());
        files.put("tres.xml", byFileName.xml());

        Page result = office.upload(Kind.RETENCION, files);

        assertThat(result.document().select("#lineas .pill").eachText())
                .containsExactlyInAnyOrder("Unido", "Unido", "Unido", "Guardado", "Guardado", "Guardado");
        assertThat(office.all())
                .hasSize(3)
                .allSatisfy(document -> assertThat(document.files())
                        .extracting(DocumentFile::role)
                        .containsExactlyInAnyOrder(Role.XML, Role.PDF));
        assertThat(office.all())
                .filteredOn(document -> document.uuid().orElseThrow().toString().equalsIgnoreCase(byText.folioFiscal()))
                .singleElement()
                .satisfies(document -> assertThat(
                                document.file(Role.PDF).orElseThrow().fileName())
                        .isEqualTo("otro nombre.pdf"));
    }

    @Test
    void theSameAgainChangesNothingAndAPdfMayComeLater() throws IOException {
        byte[] xml = SampleRetenciones.nacional(1).xml();
        office.upload(Kind.RETENCION, Map.of("a.xml", xml));
        Page again = office.upload(Kind.RETENCION, Map.of("copia de a.xml", xml));
        assertThat(again.text("#lineas .pill")).isEqualTo("Ya estaba");

        byte[] pdf = SamplePdf.of("constancia");
        assertThat(office.upload(Kind.RETENCION, Map.of("A.pdf", pdf)).text("#lineas .pill"))
                .isEqualTo("Unido");
        assertThat(office.upload(Kind.RETENCION, Map.of("a.pdf", pdf)).text("#lineas .pill"))
                .isEqualTo("Ya estaba");
        Page other = office.upload(Kind.RETENCION, Map.of("a.pdf", SamplePdf.of("otra")));
        assertThat(other.text("#lineas .error")).startsWith("Ese documento ya tiene otro PDF (A.pdf)");

        assertThat(office.all())
                .singleElement()
                .satisfies(document -> assertThat(document.files()).hasSize(2));
        Page page = office.page("/documentos/" + office.all().getFirst().id());
        office.browser.submit(page.form("form[action$=/quitar-pdf]"));
        assertThat(office.upload(Kind.RETENCION, Map.of("a.pdf", SamplePdf.of("otra")))
                        .text("#lineas .pill"))
                .isEqualTo("Unido");
    }

    @Test
    void aDraftCannotBeSentUntilItsStampedXmlTakesItsPlace() {
        SampleRetencion stamped = SampleRetenciones.nacional(1);
        office.upload(Kind.RETENCION, Map.of("a.xml", stamped.unstamped().xml()));
        Document draft = office.all().getFirst();
        Page page = office.page("/documentos/" + draft.id());
        assertThat(page.has("a#enviar-correo")).isFalse();
        assertThat(page.has("button#enviar-correo[disabled]")).isTrue();
        assertThat(page.text("#sin-timbre")).startsWith("Sin timbre no se puede enviar");

        Page result = office.upload(Kind.RETENCION, Map.of("b.xml", stamped.xml()));

        assertThat(result.text("#lineas .pill")).isEqualTo("Borrador timbrado");
        assertThat(office.all()).singleElement().satisfies(document -> {
            assertThat(document.id()).isEqualTo(draft.id());
            assertThat(document.stamped()).isTrue();
        });
        assertThat(office.page("/documentos/" + draft.id()).has("a#enviar-correo"))
                .isTrue();
    }

    @Test
    void theDraftsPdfDoesNotGoWithTheStampedXml() throws IOException {
        SampleRetencion stamped = SampleRetenciones.nacional(1);
        office.upload(Kind.RETENCION, Map.of("a.xml", stamped.unstamped().xml(), "a.pdf", SamplePdf.of("Borrador")));
        assertThat(office.all().getFirst().hasPdf()).isTrue();

        office.upload(Kind.RETENCION, Map.of("a.xml", stamped.xml()));

        assertThat(office.all())
                .singleElement()
                .satisfies(document -> assertThat(document.files())
                        .extracting(DocumentFile::role)
                        .containsExactly(Role.XML));
        assertThat(office.upload(Kind.RETENCION, Map.of("a.pdf", SamplePdf.of("Folio " + stamped.folioFiscal())))
                        .text("#lineas .pill"))
                .isEqualTo("Unido");
    }

    @Test
    void aStampedPdfThatCameBeforeItsXmlStays() throws IOException {
        SampleRetencion stamped = SampleRetenciones.nacional(1);
        office.upload(Kind.RETENCION, Map.of("a.xml", stamped.unstamped().xml()));
        office.upload(Kind.RETENCION, Map.of("a.pdf", SamplePdf.of("Folio " + stamped.folioFiscal())));

        office.upload(Kind.RETENCION, Map.of("a.xml", stamped.xml()));

        assertThat(office.all()).singleElement().satisfies(document -> {
            assertThat(document.stamped()).isTrue();
            assertThat(document.hasPdf()).isTrue();
        });
    }

    @Test
    void aPdfThatNamesTheOneItReplacesIsNotJoinedToThat() throws IOException {
        SampleRetencion before = SampleRetenciones.nacional(1);
        SampleRetencion after =
                SampleRetenciones.nacional(2).withRelacionado(new Relacionado("04", before.folioFiscal()));
        byte[] pdf = SamplePdf.of("Sustituye a " + before.folioFiscal(), "Folio fiscal: " + after.folioFiscal());
        office.upload(Kind.RETENCION, Map.of("antes.xml", before.xml()));

        assertThat(office.upload(Kind.RETENCION, Map.of("constancia.pdf", pdf)).text("#lineas .error"))
                .startsWith("No encontramos el XML de este PDF");
        assertThat(office.all())
                .singleElement()
                .satisfies(document -> assertThat(document.hasPdf()).isFalse());

        office.upload(Kind.RETENCION, Map.of("despues.xml", after.xml()));
        assertThat(office.upload(Kind.RETENCION, Map.of("constancia.pdf", pdf)).text("#lineas .pill"))
                .isEqualTo("Unido");
        assertThat(office.all())
                .filteredOn(Document::hasPdf)
                .singleElement()
                .satisfies(document -> assertThat(document.uuid().orElseThrow().toString())
                        .isEqualToIgnoringCase(after.folioFiscal()));
    }

    @Test
    void anothersCertificateIsNotSaidToBeIntact() {
        Page result = office.upload(
                Kind.RETENCION,
                Map.of("ajena.xml", SampleRetenciones.certificadoAjeno(1).xml()));

        assertThat(result.text("#lineas .error")).contains("el certificado de su sello es de otro");
        Document document = office.all().getFirst();
        assertThat(document.seal()).isEqualTo(Seal.CERTIFICADO_AJENO);
        Page page = office.page("/documentos/" + document.id());
        assertThat(page.text("#sello")).isEqualTo("Certificado de otro");
        assertThat(page.text("#sello-alterado")).contains("no es de quien emite esta retención");
        assertThat(office.page("/bancos/retenciones").text(".states")).contains("Certificado de otro");
    }

    @Test
    void theStampOfAnotherStampsNothing() {
        SampleRetencion real = SampleRetenciones.nacional(1);
        String other = new String(SampleRetenciones.nacional(2).xml(), StandardCharsets.UTF_8);
        String forged = STAMP.matcher(other)
                .replaceFirst(Matcher.quoteReplacement(stamp(new String(real.xml(), StandardCharsets.UTF_8))));

        office.upload(Kind.RETENCION, Map.of("falsa.xml", forged.getBytes(StandardCharsets.UTF_8)));

        Document document = office.all().getFirst();
        assertThat(document.stamped()).isFalse();
        assertThat(document.isSendable()).isFalse();
        assertThat(document.uuid()).isEmpty();
        assertThat(document.seal()).isEqualTo(Seal.ALTERADO);
        Page page = office.page("/documentos/" + document.id());
        assertThat(page.has("a#enviar-correo")).isFalse();
        assertThat(page.text("#sin-timbre")).contains("Su timbre es de otro documento");
        assertThat(office.upload(Kind.RETENCION, Map.of("buena.xml", real.xml()))
                        .text("#lineas .pill"))
                .isEqualTo("Guardado");
    }

    private static String stamp(String xml) {
        Matcher found = STAMP.matcher(xml);
        assertThat(found.find()).isTrue();
        return found.group();
    }

    @Test
    void aFormPressedTwiceAddsOneAndAnotherTypedIntoItIsNotLost() {
        FilledForm form = cheque("1042");
        office.browser.submit(form);
        Page twice = office.browser.submit(form);

        assertThat(twice.status()).isEqualTo(200);
        assertThat(office.all()).hasSize(1);

        Page other = office.browser.submit(form.type("number", "1043"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("#ya-guardado")).contains("ya guardó otro documento", "todavía no se guarda");
        assertThat(other.document().select("#number").val()).isEqualTo("1043");
        assertThat(office.all()).hasSize(1);

        office.browser.submit(other.form("#documento"));
        assertThat(office.all()).extracting(Document::number).containsExactlyInAnyOrder("1042", "1043");
    }

    @Test
    void whatAnotherChangedMeanwhileIsToldAndNothingIsLost() {
        office.browser.submit(cheque("1042"));
        Document cheque = office.all().getFirst();
        String place = "/documentos/" + cheque.id() + "/editar";
        FilledForm mine = office.page(place).form("#documento").type("concept", "Lo mío");
        FilledForm theirs = office.page(place).form("#documento").type("concept", "Lo de otro");
        office.browser.submit(theirs);

        Page told = office.browser.submit(mine);

        assertThat(told.status()).isEqualTo(409);
        assertThat(told.text("#resumen")).startsWith("Otra persona cambió este documento");
        assertThat(told.text("#concept-error")).contains("Ahora dice «Lo de otro»");
        assertThat(told.document().select("#resumen li")).hasSize(1);
        assertThat(told.document().select("#concept").val()).isEqualTo("Lo mío");
        assertThat(office.all().getFirst().concept()).isEqualTo("Lo de otro");
        assertThat(office.browser.submit(theirs).status()).isEqualTo(200);

        office.browser.submit(told.form("#documento"));
        assertThat(office.all().getFirst().concept()).isEqualTo("Lo mío");
    }

    private FilledForm cheque(String number) {
        return office.page("/documentos/nuevo?tipo=CHEQUE")
                .form("#documento")
                .type("number", number)
                .type("beneficiaryName", "Xóchitl Casas Chávez")
                .type("amount", "$12,500.00");
    }

    @Test
    void aReportOfAnotherMonthOrKindIsAnotherWithTheSameOctets() throws IOException {
        byte[] pdf = SamplePdf.of("Sin movimientos");

        for (LocalDate date : new LocalDate[] {LocalDate.of(2025, 11, 30), LocalDate.of(2025, 12, 31)}) {
            for (Kind kind : new Kind[] {Kind.REPORTE, Kind.POLIZA}) {
                assertThat(taken(pdf, kind, date)).isInstanceOf(Outcome.Stored.class);
                assertThat(taken(pdf, kind, date.minusDays(1))).isInstanceOf(Outcome.Known.class);
            }
        }
        assertThat(office.all()).hasSize(4);
    }

    private Outcome taken(byte[] pdf, Kind kind, LocalDate date) {
        return office.bean(DocumentIntake.class)
                .take(
                        List.of(new IncomingFile("Auxiliar.pdf", pdf.length, ContentSource.of(pdf))),
                        new IntakeOrder(
                                Optional.of(office.company()),
                                kind,
                                date,
                                Source.UPLOAD,
                                "SUPERVISOR",
                                IntakeRights.EVERYTHING))
                .getFirst();
    }

    @Test
    void aFalseSealIsStoredAndToldClearly() {
        Page result = office.upload(
                Kind.RETENCION,
                Map.of("falsa.xml", SampleRetenciones.selloFalso(1).xml()));

        assertThat(result.text("#lineas .error")).contains("su sello está alterado");
        Document document = office.all().getFirst();
        assertThat(document.seal()).isEqualTo(Seal.ALTERADO);
        Page page = office.page("/documentos/" + document.id());
        assertThat(page.text("#sello")).isEqualTo("Sello alterado");
        assertThat(page.text("#sello-alterado")).contains("no corresponde a su contenido", "No lo envíes");
        assertThat(office.page("/bancos/retenciones").text(".states")).contains("Sello alterado");
    }

    @Test
    void theSameFolioFiscalWithOtherContentsIsRefused() {
        SampleRetencion real = SampleRetenciones.nacional(1);
        office.upload(Kind.RETENCION, Map.of("a.xml", real.xml()));

        Page result = office.upload(
                Kind.RETENCION,
                Map.of("b.xml", real.withAmounts("99999.00", "0", "1.00").xml()));

        assertThat(result.text("#lineas .error")).startsWith("Ya hay otra con el folio fiscal");
        assertThat(office.all()).hasSize(1);
    }

    @Test
    void aRetencionsPageTellsWhatItsXmlSaysAndPrintsIt() throws IOException {
        office.upload(
                Kind.RETENCION,
                Map.of("a.xml", SampleRetenciones.variosImpuestos(1).xml()));
        Document document = office.all().getFirst();
        Page page = office.page("/documentos/" + document.id());

        assertThat(page.text("#sello")).isEqualTo("Sello íntegro");
        assertThat(page.document().select("#impuestos tbody tr")).hasSize(4);
        assertThat(page.text("#impuestos")).contains("ISR", "23,456.78", "2,502.06");
        assertThat(page.has("#verificar[href^=https://prodretencionverificacion.clouda.sat.gob.mx/]"))
                .isTrue();
        DocumentPdf pdf = office.bean(Documents.class).pdf(document).orElseThrow();
        assertThat(pdf.printed()).isTrue();
        assertThat(pdf.fileName()).isEqualTo("a.pdf");
        assertThat(text(office.read(pdf.content())).toUpperCase(Locale.ROOT))
                .contains(document.uuid().orElseThrow().toString().toUpperCase(Locale.ROOT));
    }

    @Test
    void badFilesAreToldOneByOneAndTheGoodOnesStored() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("buena.xml", SampleRetenciones.nacional(1).xml());
        files.put("falso.pdf", "<html>".getBytes(StandardCharsets.UTF_8));
        files.put("vacio.xml", new byte[0]);
        files.put("roto.xml", "<a><b></a>".getBytes(StandardCharsets.UTF_8));
        files.put("codigo.xml", "<a>ñ</a>".getBytes(StandardCharsets.ISO_8859_1));
        files.put("dtd.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".getBytes(StandardCharsets.UTF_8));
        files.put("otra.xml", "<otra/>".getBytes(StandardCharsets.UTF_8));
        files.put("programa.exe", new byte[10]);
        files.put("solo.pdf", SamplePdf.of("sin xml"));
        files.put(
                "ajena.xml",
                SampleRetenciones.nacional(2).withEmisor("OTR990101AA2", "Otra").xml());

        Page result = office.upload(Kind.RETENCION, files);

        Map<String, String> told = new HashMap<>();
        result.document()
                .select("#lineas tr")
                .forEach(row -> told.put(row.child(0).text(), row.child(2).text()));
        assertThat(told.get("falso.pdf")).startsWith("Se llama .pdf, pero no es un PDF");
        assertThat(told.get("vacio.xml")).isEqualTo("El archivo está vacío.");
        assertThat(told.get("roto.xml")).startsWith("No es un XML válido: está mal en la línea 1");
        assertThat(told.get("codigo.xml")).startsWith("No es un XML");
        assertThat(told.get("dtd.xml")).startsWith("El XML declara un tipo de documento");
        assertThat(told.get("otra.xml")).isNotBlank();
        assertThat(told.get("programa.exe")).startsWith("Solo se aceptan archivos PDF, XML y XLSX");
        assertThat(told.get("solo.pdf")).startsWith("No encontramos el XML de este PDF");
        assertThat(told.get("ajena.xml")).contains("OTR990101AA2", "no está en Empresas");
        assertThat(result.document().select("#lineas tr")).hasSize(10);
        assertThat(office.all()).hasSize(1);
    }

    @Test
    void namesWithFoldersAndPagesInFieldsDoNoHarm() throws IOException {
        office.upload(
                Kind.REPORTE,
                Map.of("../../etc/" + "balanza.pdf", SamplePdf.of("x"), "..\\..\\" + "otro.pdf", SamplePdf.of("y")));
        assertThat(office.all())
                .extracting(document -> document.files().getFirst().fileName())
                .containsExactlyInAnyOrder("balanza.pdf", "otro.pdf");

        Page page = office.browser.submit(office.page("/documentos/nuevo?tipo=CHEQUE")
                .form("#documento")
                .type("beneficiaryName", SCRIPT)
                .type("concept", SCRIPT)
                .type("amount", "1,234.50"));
        assertThat(page.document().select("main script")).isEmpty();
        assertThat(page.text("main")).contains(SCRIPT);
        assertThat(office.page("/bancos/documentos").document().select("main script"))
                .isEmpty();
    }

    @Test
    void whatIsTypedWrongIsToldAndKept() {
        Page wrong = office.browser.submit(office.page("/documentos/nuevo?tipo=EGRESO")
                .form("#documento")
                .type("number", "E-7")
                .type("date", "2025-02-31")
                .type("beneficiaryRfc", "NO ES RFC")
                .type("amount", "mil")
                .type("currency", "XXY"));

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.document().select("#resumen li")).hasSize(4);
        assertThat(wrong.document().select("#number").val()).isEqualTo("E-7");
        assertThat(wrong.document().select("#amount").val()).isEqualTo("mil");
        assertThat(office.all()).isEmpty();
    }

    @Test
    void aBankDocumentIsTypedPrintedChangedAndDeleted() throws IOException {
        Page stored = office.browser.submit(office.page("/documentos/nuevo?tipo=CHEQUE")
                .form("#documento")
                .type("number", "1042")
                .type("date", "2026-01-15")
                .type("beneficiaryRfc", "cacx-760510-1p8")
                .type("beneficiaryName", "Xóchitl Casas Chávez")
                .type("concept", "Honorarios de enero")
                .type("amount", "$12,500.00")
                .type("bankAccount", "BBVA 0123456789"));
        assertThat(stored.text("[role=status]")).isEqualTo("Documento guardado.");
        Document cheque = office.all().getFirst();
        assertThat(cheque.beneficiaryRfc()).isEqualTo("CACX7605101P8");
        Beneficiary added = office.bean(Beneficiaries.class)
                .find(cheque.beneficiaryId().orElseThrow())
                .orElseThrow();
        assertThat(added.name()).isEqualTo("Xóchitl Casas Chávez");
        assertThat(stored.text(".pills")).contains("Sin correo");
        assertThat(text(office.read(
                        office.bean(Documents.class).pdf(cheque).orElseThrow().content())))
                .contains("1042", "12,500.00", "DOCE MIL QUINIENTOS");

        office.browser.submit(office.page("/documentos/" + cheque.id() + "/editar")
                .form("#documento")
                .type("concept", "Honorarios de febrero"));
        Page changed = office.page("/documentos/" + cheque.id());
        assertThat(changed.text("main")).contains("Honorarios de febrero", "12,500.00");

        Page deleted = office.browser.submit(changed.form("form[action$=/borrar]"));
        assertThat(deleted.text(".good")).startsWith("El documento se eliminó");
        assertThat(office.all()).isEmpty();
    }

    @Test
    void reportsOfOneNameAreOneDocumentAndABombIsRefused() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("Balanza 2025-12.pdf", SamplePdf.of("Balanza"));
        files.put("Balanza 2025-12.xlsx", zip("[Content_Types].xml", new byte[100]));
        files.put("Balanza 2025-12.xml", "<Balanza/>".getBytes(StandardCharsets.UTF_8));
        files.put("bomba.xlsx", zip("[Content_Types].xml", new byte[600 * 1024 * 1024]));
        files.put("no es.xlsx", zip("otra cosa", new byte[10]));

        Page result = office.upload(Kind.REPORTE, files);

        assertThat(office.all()).singleElement().satisfies(document -> {
            assertThat(document.concept()).isEqualTo("Balanza 2025-12");
            assertThat(document.files()).hasSize(3);
        });
        assertThat(result.document().select("#lineas .error").eachText())
                .hasSize(2)
                .anyMatch(text -> text.startsWith("La hoja crece demasiado"))
                .anyMatch(text -> text.startsWith("Se llama .xlsx, pero no es"));
    }

    @Test
    void hundredsComeInOneForm() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            files.put(i + ".xml", SampleRetenciones.nacional(i).xml());
        }

        Page result = office.upload(Kind.RETENCION, files);

        assertThat(result.document().select("#lineas tr")).hasSize(300);
        assertThat(office.page("/bancos/retenciones").text("#cuantos")).isEqualTo("300 documentos");
        Page older = office.page(office.page("/bancos/retenciones")
                .document()
                .select("#mas-antiguos")
                .attr("href"));
        assertThat(older.document().select("#lista-documentos tbody tr")).hasSize(50);
    }

    @Test
    void filesAreGivenAsWhatTheyAreAndNeverAsPages() throws IOException, InterruptedException {
        office.upload(
                Kind.RETENCION, Map.of("a.xml", SampleRetenciones.nacional(1).xml()));
        Document document = office.all().getFirst();
        Page xml = office.page("/documentos/" + document.id() + "/archivos/"
                + document.files().getFirst().id());
        assertThat(xml.status()).isEqualTo(200);
        assertThat(office.page("/documentos/" + document.id() + "/archivos/999").status())
                .isEqualTo(404);
        assertThat(office.page("/documentos/999999").status()).isEqualTo(404);
        assertThat(office.bean(Documents.class)
                        .search(DocumentFilter.of(office.company()), Optional.empty(), 1)
                        .documents())
                .isEqualTo(List.of(document));
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}

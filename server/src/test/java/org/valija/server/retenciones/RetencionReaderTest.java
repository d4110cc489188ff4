package org.valija.server.retenciones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

class RetencionReaderTest {

    private static final String NATIONAL = SampleRetenciones.nacional(7).text();

    private final RetencionReader reader = new RetencionReader();

    @Test
    void everythingOfTheMainNodes() {
        Retencion read = reader.read(SampleRetenciones.variosImpuestos(7).xml());

        assertThat(read.version()).isEqualTo("2.0");
        assertThat(read.folioInt()).contains("7");
        assertThat(read.noCertificado()).isEqualTo("30001000000599990001");
        assertThat(read.fechaExp()).isEqualTo(LocalDateTime.of(2026, 1, 31, 10, 15, 30));
        assertThat(read.lugarExp()).isEqualTo("06000");
        assertThat(read.cveRetenc()).isEqualTo("25");
        assertThat(read.descRetenc()).contains("Servicios de limpieza y vigilancia");
        assertThat(read.relacionados()).containsExactly(new Relacionado("04", "0B1E9A4E-55A7-4C0C-8A6F-1E4D2B7C9F10"));
        assertThat(read.emisor()).isEqualTo(new Emisor("EPR240501AB1", "EMPRESA DE PRUEBA & ASOCIADOS", "601"));
        assertThat(read.receptor())
                .isEqualTo(new Receptor.Nacional(
                        "PEGA800101AB5", "ANA MARÍA PEÑA GÓMEZ", Optional.of("PEGA800101MDFXMN09"), "06700"));
        assertThat(read.periodo()).isEqualTo(new Periodo(1, 12, 2025));
        assertThat(read.totales())
                .isEqualTo(new Totales(
                        new BigDecimal("24000.00"),
                        new BigDecimal("23456.78"),
                        new BigDecimal("543.22"),
                        new BigDecimal("4852.75"),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(read.impuestos()).hasSize(4);
        assertThat(read.impuestos().get(3))
                .isEqualTo(new Impuesto(Optional.empty(), Optional.empty(), new BigDecimal("5"), "02"));
        assertThat(read.complementos()).isEmpty();
    }

    @Test
    void theStamp() {
        SampleRetencion sample = SampleRetenciones.nacional(7);

        Retencion read = reader.read(sample.xml());

        assertThat(read.isStamped()).isTrue();
        assertThat(read.uuid()).contains(UUID.fromString(sample.folioFiscal()));
        Timbre stamp = read.timbre().orElseThrow();
        assertThat(stamp.folioFiscal()).isEqualTo(sample.folioFiscal()).isUpperCase();
        assertThat(stamp.fechaTimbrado()).isEqualTo(LocalDateTime.of(2026, 1, 31, 10, 20, 30));
        assertThat(stamp.rfcProvCertif()).isEqualTo("SAT970701NN3");
        assertThat(stamp.leyenda()).isEmpty();
        assertThat(stamp.selloCfd()).isEqualTo(read.sello()).isNotEmpty();
        assertThat(stamp.noCertificadoSat()).isEqualTo("30001000000599990002");
        assertThat(stamp.selloSat()).isNotEmpty();
    }

    @Test
    void withoutStampOrSealItIsADraft() {
        Retencion draft = reader.read(bytes(SampleRetenciones.sinTimbre(7)
                .text()
                .replaceAll(" Sello=\"[^\"]*\"", "")
                .replaceAll(" Certificado=\"[^\"]*\"", "")));

        assertThat(draft.isStamped()).isFalse();
        assertThat(draft.uuid()).isEmpty();
        assertThat(draft.sello()).isEmpty();
        assertThat(draft.certificado()).isEmpty();
    }

    @Test
    void aReceiverAbroad() {
        assertThat(reader.read(SampleRetenciones.extranjero(7).xml()).receptor())
                .isEqualTo(new Receptor.Extranjero(Optional.of("US-987654321"), "ACME WIDGETS, INC."));
    }

    @Test
    void everyComplementWithItsAttributesAndNodes() {
        Retencion read = reader.read(SampleRetenciones.complementos(7).xml());

        assertThat(read.complementos())
                .extracting(Nodo::name)
                .containsExactly(
                        "Pagosaextranjeros",
                        "Arrendamientoenfideicomiso",
                        "Dividendos",
                        "EnajenaciondeAcciones",
                        "Fideicomisonoempresarial",
                        "Intereses",
                        "Intereseshipotecarios",
                        "Operacionesconderivados",
                        "Planesderetiro",
                        "Premios",
                        "SectorFinanciero",
                        "ServiciosPlataformasTecnologicas");
        Nodo abroad = read.complementos().getFirst();
        assertThat(abroad.namespace()).isEqualTo("http://www.sat.gob.mx/esquemas/retencionpago/1/pagosaextranjeros");
        assertThat(abroad.attributes())
                .extracting(Atributo::name, Atributo::value)
                .containsExactly(tuple("EsBenefEfectDelCobro", "SI"), tuple("Version", "1.0"));
        assertThat(abroad.children()).extracting(Nodo::name).containsExactly("Beneficiario", "NoBeneficiario");
        assertThat(abroad.children().get(1).attribute("PaisDeResidParaEfecFisc"))
                .contains("US");
    }

    @Test
    void version1IsReadInTheSameWords() {
        Retencion read = reader.read(SampleRetenciones.version1());

        assertThat(read.version()).isEqualTo("1.0");
        assertThat(read.folioInt()).contains("77");
        assertThat(read.noCertificado()).isEqualTo("30001000000599990001");
        assertThat(read.fechaExp()).isEqualTo(LocalDateTime.of(2021, 2, 10, 9, 0));
        assertThat(read.emisor()).isEqualTo(new Emisor("EPR240501AB1", "EMPRESA DE PRUEBA", ""));
        assertThat(read.receptor())
                .isEqualTo(new Receptor.Nacional("PEGA800101AB5", "ANA PEÑA", Optional.of("PEGA800101MDFXMN09"), ""));
        assertThat(read.periodo()).isEqualTo(new Periodo(1, 12, 2020));
        assertThat(read.totales().montoTotOperacion()).isEqualTo(new BigDecimal("100.000001"));
        assertThat(read.impuestos())
                .containsExactly(new Impuesto(
                        Optional.of(new BigDecimal("100")),
                        Optional.of("01"),
                        new BigDecimal("10.5"),
                        "Pago definitivo"));
        assertThat(read.timbre())
                .hasValueSatisfying(stamp -> assertThat(stamp)
                        .extracting(Timbre::version, Timbre::selloCfd, Timbre::noCertificadoSat, Timbre::selloSat)
                        .containsExactly("1.0", "c2VsbG8=", "30001000000599990002", "c2F0"));
    }

    @Test
    void theAddendaIsLeftOut() {
        Retencion read = reader.read(
                bytes(
                        NATIONAL.replace(
                                "</retenciones:Retenciones>",
                                "<retenciones:Addenda><x><retenciones:Emisor/><y>t</y></x></retenciones:Addenda></retenciones:Retenciones>")));

        assertThat(read.nodo()).isEqualTo(reader.read(bytes(NATIONAL)).nodo());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252"})
    void encodings(String name) {
        byte[] file = NATIONAL.replace("encoding=\"UTF-8\"", "encoding=\"" + name + "\"")
                .getBytes(Charset.forName(name));

        assertThat(reader.read(file).receptor().nombre()).isEqualTo("ANA MARÍA PEÑA GÓMEZ");
    }

    @Test
    void aByteOrderMarkBeforeUtf8() {
        assertThat(reader.read(bytes("\uFEFF" + NATIONAL)).receptor().nombre()).isEqualTo("ANA MARÍA PEÑA GÓMEZ");
    }

    @Test
    void withoutADeclarationItIsUtf8() {
        String undeclared = NATIONAL.substring(NATIONAL.indexOf("?>") + 2).strip();

        assertThat(reader.read(bytes(undeclared)).receptor().nombre()).isEqualTo("ANA MARÍA PEÑA GÓMEZ");
    }

    @Test
    void bytesThatAreNotOfTheEncodingAreRefusedNotReplaced() {
        assertThat(refused(NATIONAL.getBytes(StandardCharsets.ISO_8859_1)).reason())
                .isEqualTo(Reason.ENCODING_BROKEN);
        assertThat(refused(bytes(NATIONAL.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"")))
                        .reason())
                .isEqualTo(Reason.ENCODING_BROKEN);
        assertThat(refused(bytes(NATIONAL.replace("encoding=\"UTF-8\"", "encoding=\"US-ASCII\"")))
                        .reason())
                .isEqualTo(Reason.ENCODING_BROKEN);
    }

    @Test
    void encodingsThatAreNotReadAreNamed() {
        for (String name : List.of("IBM037", "no-existe", "Shift_JIS", "&#x3;")) {
            UnreadableRetencionException refused =
                    refused(bytes(NATIONAL.replace("encoding=\"UTF-8\"", "encoding=\"" + name + "\"")));
            assertThat(refused.reason()).isEqualTo(Reason.ENCODING_UNKNOWN);
            assertThat(refused.detail()).isEqualTo(name);
        }
        assertThat(refused(NATIONAL.getBytes(Charset.forName("UTF-32"))))
                .extracting(UnreadableRetencionException::reason, UnreadableRetencionException::detail)
                .containsExactly(Reason.ENCODING_UNKNOWN, "UTF-32");
        assertThat(refused(NATIONAL.getBytes(Charset.forName("IBM037"))).detail())
                .isEqualTo("EBCDIC");
    }

    @Test
    void documentTypesAndEntitiesAreRefused() {
        String root = "<retenciones:Retenciones xmlns:retenciones=\"http://www.sat.gob.mx/esquemas/retencionpago/2\">";
        StringBuilder laughs = new StringBuilder("<!DOCTYPE r [<!ENTITY a0 \"ja\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        laughs.append("]>").append(root).append("&a29;</retenciones:Retenciones>");

        assertThat(refused(bytes(laughs.toString())).reason()).isEqualTo(Reason.DOCUMENT_TYPE);
        assertThat(refused(bytes("<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/x.dtd\">" + root
                                + "</retenciones:Retenciones>"))
                        .reason())
                .isEqualTo(Reason.DOCUMENT_TYPE);
        assertThat(refused(bytes("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + root
                                + "&x;</retenciones:Retenciones>"))
                        .reason())
                .isEqualTo(Reason.DOCUMENT_TYPE);
        assertThat(refused(bytes("<!DOCTYPE r [<!ENTIT\u0019Y a 'b'>]>" + root + "</retenciones:Retenciones>"))
                        .reason())
                .isEqualTo(Reason.NOT_XML);
        assertThat(refused(bytes(root + "&x;</retenciones:Retenciones>")).reason())
                .isEqualTo(Reason.NOT_XML);
    }

    @Test
    void twoHundredMegabytesAreRefusedAtTheLimit() {
        Endless file = new Endless(
                "<retenciones:Retenciones xmlns:retenciones=\"http://www.sat.gob.mx/esquemas/retencionpago/2\" FolioInt=\"",
                'x',
                200L * 1024 * 1024);

        UnreadableRetencionException refused =
                catchThrowableOfType(UnreadableRetencionException.class, () -> reader.read(file));

        assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused.detail()).isEqualTo("32");
        assertThat(file.given).isLessThan(33L * 1024 * 1024);
    }

    @Test
    void aFileOfTheLargestSizeIsRead() {
        ReadingLimits exact = ReadingLimits.USUAL.withBytes(bytes(NATIONAL).length);

        assertThat(new RetencionReader(exact).read(bytes(NATIONAL)).isStamped()).isTrue();
        assertThat(catchThrowableOfType(
                                UnreadableRetencionException.class,
                                () -> new RetencionReader(exact).read(bytes(NATIONAL + " ")))
                        .reason())
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void floodsAreRefusedEarly() {
        String root = "<retenciones:Retenciones xmlns:retenciones=\"http://www.sat.gob.mx/esquemas/retencionpago/2\"";
        StringBuilder attributes = new StringBuilder(root);
        for (int i = 0; i < 100_000; i++) {
            attributes.append(" a").append(i).append("=\"\"");
        }

        assertThat(refused(bytes(root + ">" + "<a>".repeat(100_000))).reason()).isEqualTo(Reason.TOO_DEEP);
        assertThat(refused(bytes(attributes + "/>")).reason()).isEqualTo(Reason.TOO_MANY_ATTRIBUTES);
        assertThat(refused(bytes(root + ">" + "<a/>".repeat(700_000) + "</retenciones:Retenciones>"))
                        .reason())
                .isEqualTo(Reason.TOO_MANY_PARTS);
        assertThat(refused(bytes(root + "><retenciones:Addenda>" + "<a/>".repeat(700_000)))
                        .reason())
                .isEqualTo(Reason.TOO_MANY_PARTS);
    }

    @Test
    void whatIsNoXml() {
        assertThat(refused(new byte[0]).reason()).isEqualTo(Reason.EMPTY);
        assertThat(refused(bytes("   \n")).reason()).isEqualTo(Reason.NOT_XML);
        assertThat(refused(new byte[] {'%', 'P', 'D', 'F', '-', (byte) 0xE2, (byte) 0xE3})
                        .reason())
                .isEqualTo(Reason.NOT_XML);
        assertThat(refused(bytes(NATIONAL.substring(0, NATIONAL.length() / 2))).reason())
                .isEqualTo(Reason.NOT_XML);
        UnreadableRetencionException unclosed =
                refused(bytes(NATIONAL.replace("</retenciones:Totales>", "</retenciones:Totals>")));
        assertThat(unclosed.reason()).isEqualTo(Reason.NOT_XML);
        assertThat(unclosed.line()).isGreaterThan(1);
        assertThat(unclosed.column()).isPositive();
    }

    @Test
    void otherDocumentsAndVersions() {
        UnreadableRetencionException invoice =
                refused(bytes("<cfdi:Comprobante xmlns:cfdi=\"http://www.sat.gob.mx/cfd/4\" Version=\"4.0\"/>"));
        assertThat(invoice.reason()).isEqualTo(Reason.OTHER_DOCUMENT);
        assertThat(invoice.detail()).isEqualTo("Comprobante");
        assertThat(refused(bytes("<Retenciones Version=\"2.0\"/>")).reason()).isEqualTo(Reason.OTHER_DOCUMENT);
        assertThat(refused(bytes(NATIONAL.replace("retencionpago/2", "retencionpago/3"))))
                .extracting(UnreadableRetencionException::reason, UnreadableRetencionException::detail)
                .containsExactly(Reason.VERSION_UNKNOWN, "3");
        assertThat(refused(bytes(NATIONAL.replace("Version=\"2.0\"", "Version=\"1.0\""))))
                .extracting(UnreadableRetencionException::reason, UnreadableRetencionException::detail)
                .containsExactly(Reason.VERSION_UNKNOWN, "1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "NODE_MISSING; Emisor; ''; <retenciones:Emisor [^>]*>; ''",
                "NODE_MISSING; Receptor/Nacional; ''; <retenciones:Nacional [^>]*>; ''",
                "NODE_MISSING; Periodo; ''; <retenciones:Periodo [^>]*>; ''",
                "NODE_REPEATED; Periodo; ''; (<retenciones:Periodo [^>]*>); $1$1",
                "NODE_REPEATED; Complemento/TimbreFiscalDigital; ''; (<tfd:TimbreFiscalDigital [^>]*>); $1$1",
                "ATTRIBUTE_MISSING; Retenciones; FechaExp; ' FechaExp=\"[^\"]*\"'; ''",
                "ATTRIBUTE_MISSING; Totales; MontoTotRet; ' MontoTotRet=\"[^\"]*\"'; ' MontoTotRet=\" \"'",
                "VALUE_INVALID; Totales; MontoTotOperacion; ' MontoTotOperacion=\"[^\"]*\"'; ' MontoTotOperacion=\"1E9\"'",
                "VALUE_INVALID; Totales; MontoTotGrav; ' MontoTotGrav=\"[^\"]*\"'; ' MontoTotGrav=\"1,000.00\"'",
                "VALUE_INVALID; Totales/ImpRetenidos[1]; MontoRet; ' MontoRet=\"[^\"]*\"'; ' MontoRet=\"mil\"'",
                "VALUE_INVALID; Retenciones; FechaExp; ' FechaExp=\"[^\"]*\"'; ' FechaExp=\"2026-02-30T00:00:00\"'",
                "VALUE_INVALID; Periodo; MesIni; ' MesIni=\"[^\"]*\"'; ' MesIni=\"enero\"'",
                "VALUE_INVALID; Complemento/TimbreFiscalDigital; UUID; ' UUID=\"[^\"]*\"'; ' UUID=\"1-1-1-1-1\"'"
            })
    void whatIsMissingOrNoValueIsNamed(Reason reason, String node, String attribute, String found, String instead) {
        UnreadableRetencionException refused = refused(bytes(NATIONAL.replaceAll(found, instead)));

        assertThat(refused)
                .extracting(
                        UnreadableRetencionException::reason,
                        UnreadableRetencionException::node,
                        UnreadableRetencionException::attribute)
                .containsExactly(reason, node, attribute);
    }

    @Test
    void bothKindsOfReceiverAtOnceAreRefused() {
        assertThat(refused(bytes(NATIONAL.replace(
                                "</retenciones:Receptor>",
                                "<retenciones:Extranjero NomDenRazSocR=\"X\"/></retenciones:Receptor>")))
                        .node())
                .isEqualTo("Receptor/Extranjero");
    }

    @Test
    void whatIsShownOfAValueIsShort() {
        UnreadableRetencionException refused =
                refused(bytes(NATIONAL.replaceAll(" MesIni=\"[^\"]*\"", " MesIni=\"" + "x".repeat(5_000) + "\"")));

        assertThat(refused.detail()).hasSize(81).endsWith("…");
        assertThat(refused.getMessage()).doesNotContain("xxx");
    }

    @Test
    void aFileThatCannotBeReadToItsEndIsNoBadRetencion() {
        InputStream breaking = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk");
            }
        };

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> reader.read(breaking));
    }

    private UnreadableRetencionException refused(byte[] file) {
        UnreadableRetencionException refused = catchThrowableOfType(
                UnreadableRetencionException.class, () -> reader.read(new ByteArrayInputStream(file)));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A beginning, then the same character; as large as told, and never in memory. */
    private static final class Endless extends InputStream {
        private final byte[] beginning;
        private final char then;
        private final long size;
        private long given;

        Endless(String beginning, char then, long size) {
            this.beginning = bytes(beginning);
            this.then = then;
            this.size = size;
        }

        @Override
        public int read() {
            if (given >= size) {
                return -1;
            }
            int octet = given < beginning.length ? beginning[(int) given] : then;
            given++;
            return octet;
        }
    }
}

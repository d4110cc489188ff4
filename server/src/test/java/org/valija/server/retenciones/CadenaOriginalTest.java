package org.valija.server.retenciones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is expected here was put together by hand from Anexo 20 and the standard of each complement. */
class CadenaOriginalTest {

    private static final String BEFORE = "||2.0|30001000000599990001|7|2026-01-31T10:15:30|06000|";
    private static final String EMISOR = "|EPR240501AB1|EMPRESA DE PRUEBA & ASOCIADOS|601";
    private static final String NACIONAL = "|Nacional|PEGA800101AB5|ANA MARÍA PEÑA GÓMEZ|PEGA800101MDFXMN09|06700";
    private static final String TOTALES = "|01|12|2025|10000.00|10000.00|0.00|1000.00|10000.00|001|1000.00|04";

    private final RetencionReader reader = new RetencionReader();

    @Test
    void ofANationalReceiver() {
        assertThat(cadena(SampleRetenciones.nacional(7).text()))
                .isEqualTo(BEFORE + "01" + EMISOR + NACIONAL + TOTALES + "||");
    }

    @Test
    void ofAReceiverAbroadWithItsComplement() {
        assertThat(cadena(SampleRetenciones.extranjero(7).text()))
                .isEqualTo(BEFORE + "18" + EMISOR + "|Extranjero|US-987654321|ACME WIDGETS, INC." + TOTALES
                        + "|1.0|SI|US|6|Licencia de uso"
                        + "|PEGA800101AB5|PEGA800101MDFXMN09|ACME MX|6|Licencia de uso||");
    }

    @Test
    void withManyTaxesADescriptionAndARelatedDocument() {
        assertThat(cadena(SampleRetenciones.variosImpuestos(7).text()))
                .isEqualTo(BEFORE + "25|Servicios de limpieza y vigilancia|04|0B1E9A4E-55A7-4C0C-8A6F-1E4D2B7C9F10"
                        + EMISOR + NACIONAL
                        + "|01|12|2025|24000.00|23456.78|543.22|4852.75"
                        + "|23456.78|001|2345.68|03|23456.78|001|0.01|04|23456.78|002|2502.06|01|5|02||");
    }

    @Test
    void withEveryComplement() {
        assertThat(cadena(SampleRetenciones.complementos(7).text()))
                .isEqualTo(BEFORE + "01" + EMISOR + NACIONAL + TOTALES
                        + "|1.0|SI|US|6|Licencia de uso"
                        + "|PEGA800101AB5|PEGA800101MDFXMN09|ACME MX|6|Licencia de uso"
                        + "|1.0|1.00|2.00|3.00|4.00|otros"
                        + "|1.0|01|5.00|6.00|Sociedad Nacional|7.00|12.5"
                        + "|1.0|Contrato 55|8.00|0.00"
                        + "|1.0|10.00|11.00|12.000000|Rentas|13.00|14.00|15.000000|Mantenimiento|9.00|Retención"
                        + "|1.0|SI|NO|NO|16.00|17.00|18.00"
                        + "|1.0|SI|19.00|20.00|HIP-9"
                        + "|1.0|21.00|22.00"
                        + "|1.1|SI|23.00|SI|24.00|NO|REF1|a|25.00|b|26.00|FID900101AA1"
                        + "|1.0|09|27.00|27.00|0.00"
                        + "|1.0|F-28|Fideicomiso del Norte|Fondo \"Ñ\""
                        + "|1.0|04|2|300.00|48.00|24.00|3.00|24.00|30.00"
                        + "|01|01|2025-11-02|100.00|100.00|02|Tasa|0.160000|16.00|0.100|10.00"
                        + "|02|02|03|PEGA800101AB5|2025-11-03|200.00|200.00|02|Tasa|0.160000|32.00|1.00|09||");
    }

    @Test
    void valuesStandAsTheyAreWritten() {
        String written = SampleRetenciones.sinTimbre(7)
                .text()
                .replace("MontoTotOperacion=\"10000.00\"", "MontoTotOperacion=\"0010000.0\"");

        assertThat(cadena(written)).contains("|0010000.0|10000.00|");
    }

    @Test
    void anOptionalAttributeThatIsEmptyKeepsItsPlaceAndARequiredOneThatIsMissingToo() {
        String written = SampleRetenciones.sinTimbre(7)
                .text()
                .replace("FolioInt=\"7\"", "FolioInt=\"\"")
                .replace(" LugarExpRetenc=\"06000\"", "");

        assertThat(cadena(written)).startsWith("||2.0|30001000000599990001||2026-01-31T10:15:30||01|");
    }

    /** The stylesheet's built-in templates put it out; an issuer who seals by the stylesheet seals it. */
    @Test
    void textWhereNoneBelongsIsSealed() {
        String inTax = SampleRetenciones.sinTimbre(7)
                .text()
                .replace("TipoPagoRet=\"04\"/>", "TipoPagoRet=\"04\"> x </retenciones:ImpRetenidos>");
        String unknown = SampleRetenciones.nacional(7)
                .withComplementos("<x:Otro xmlns:x=\"urn:x\" a=\"b\">uno<x:Dos>dos</x:Dos>tres</x:Otro>")
                .text();

        assertThat(cadena(inTax)).endsWith("|1000.00 x |10000.00|001|1000.00|04||");
        assertThat(cadena(unknown)).endsWith("|001|1000.00|04unodostres||");
    }

    @Test
    void ofTheStamp() {
        Timbre stamp = reader.read(SampleRetenciones.nacional(7).xml()).timbre().orElseThrow();

        assertThat(CadenaOriginal.ofTimbre(stamp))
                .isEqualTo("||1.1|" + stamp.folioFiscal() + "|2026-01-31T10:20:30|SAT970701NN3|" + stamp.selloCfd()
                        + "|30001000000599990002||");
    }

    @Test
    void ofAStampWithLegend() {
        Timbre stamp = reader.read(SampleRetenciones.nacional(7)
                        .text()
                        .replace("SelloCFD=", "Leyenda=\"Leyenda  del SAT\" SelloCFD=")
                        .getBytes(StandardCharsets.UTF_8))
                .timbre()
                .orElseThrow();

        assertThat(CadenaOriginal.ofTimbre(stamp)).contains("|SAT970701NN3|Leyenda del SAT|" + stamp.selloCfd());
    }

    @Test
    void ofAStampOfVersion1() {
        Timbre stamp = reader.read(SampleRetenciones.version1()).timbre().orElseThrow();

        assertThat(CadenaOriginal.ofTimbre(stamp))
                .isEqualTo(
                        "||1.0|aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee|2021-02-10T09:05:00|c2VsbG8=|30001000000599990002||");
    }

    @Test
    void ofVersion1ThereIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CadenaOriginal.of(reader.read(SampleRetenciones.version1())));
    }

    private String cadena(String text) {
        return CadenaOriginal.of(reader.read(text.getBytes(StandardCharsets.UTF_8)));
    }
}

package org.valija.server.retenciones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetencionRulesTest {

    private static final String NATIONAL = SampleRetenciones.nacional(7).text();

    private final RetencionReader reader = new RetencionReader();

    @Test
    void nothingIsFoundInWhatKeepsTheRules() {
        assertThat(check(NATIONAL)).isEmpty();
        assertThat(check(SampleRetenciones.extranjero(7).text())).isEmpty();
        assertThat(check(SampleRetenciones.variosImpuestos(7).text())).isEmpty();
        assertThat(check(SampleRetenciones.complementos(7).text())).isEmpty();
        assertThat(RetencionRules.check(reader.read(SampleRetenciones.version1())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Retenciones; NoCertificado; CERTIFICATE_NUMBER_PATTERN; 30001000000599990001\" C; 3000100000059999000\" C",
                "Retenciones; NoCertificado; ATTRIBUTE_REQUIRED; ' NoCertificado=\"30001000000599990001\"'; ''",
                "Retenciones; FolioInt; FOLIO_PATTERN; FolioInt=\"7\"; FolioInt=\"7-A\"",
                "Retenciones; FechaExp; DATE_PATTERN; 2026-01-31T10:15:30; 2026-01-31T10:15:30-06:00",
                "Retenciones; LugarExpRetenc; POSTAL_CODE_PATTERN; LugarExpRetenc=\"06000\"; LugarExpRetenc=\"6000\"",
                "Retenciones; CveRetenc; KEY_UNKNOWN; CveRetenc=\"01\"; CveRetenc=\"29\"",
                "Retenciones; DescRetenc; DESCRIPTION_REQUIRED; CveRetenc=\"01\"; CveRetenc=\"25\"",
                "Retenciones; Nuevo; ATTRIBUTE_UNKNOWN; FolioInt=\"7\"; FolioInt=\"7\" Nuevo=\"x\"",
                "Emisor; RfcE; RFC_PATTERN; EPR240501AB1; EPR241301AB1",
                "Emisor; NomDenRazSocE; ATTRIBUTE_REQUIRED; ' NomDenRazSocE=\"EMPRESA DE PRUEBA &amp; ASOCIADOS\"'; ''",
                "Emisor; NomDenRazSocE; BAR_IN_VALUE; EMPRESA DE PRUEBA; EMPRESA|DE PRUEBA",
                "Emisor; RegimenFiscalE; KEY_NOT_LISTED; RegimenFiscalE=\"601\"; RegimenFiscalE=\"999\"",
                "Receptor; NacionalidadR; RECEIVER_KIND; NacionalidadR=\"Nacional\"; NacionalidadR=\"Extranjero\"",
                "Receptor/Nacional; RfcR; RFC_PATTERN; RfcR=\"PEGA800101AB5\"; RfcR=\"pega800101ab5\"",
                "Receptor/Nacional; CurpR; CURP_PATTERN; PEGA800101MDFXMN09; PEGA800101",
                "Receptor/Nacional; DomicilioFiscalR; POSTAL_CODE_PATTERN; DomicilioFiscalR=\"06700\"; DomicilioFiscalR=\"O6700\"",
                "Periodo; MesIni; MONTH_PATTERN; MesIni=\"01\"; MesIni=\"1\"",
                "Periodo; MesFin; MONTH_PATTERN; MesFin=\"12\"; MesFin=\"13\"",
                "Periodo; MesFin; PERIOD_BACKWARDS; MesIni=\"01\" MesFin=\"12\"; MesIni=\"03\" MesFin=\"02\"",
                "Periodo; Ejercicio; YEAR_IN_FUTURE; Ejercicio=\"2025\"; Ejercicio=\"2027\"",
                "Totales; MontoTotOperacion; OPERATION_SUM; MontoTotOperacion=\"10000.00\"; MontoTotOperacion=\"10000.01\"",
                "Totales; MontoTotRet; WITHHELD_SUM; MontoTotRet=\"1000.00\"; MontoTotRet=\"999.99\"",
                "Totales; UtilidadBimestral; AMOUNT_DECIMALS; MontoTotExent=\"0.00\"; MontoTotExent=\"0.00\" UtilidadBimestral=\"1.001\"",
                "Totales; ISRCorrespondiente; AMOUNT_NEGATIVE; MontoTotExent=\"0.00\"; MontoTotExent=\"0.00\" ISRCorrespondiente=\"-1\"",
                "Totales/ImpRetenidos[1]; BaseRet; AMOUNT_NEGATIVE; BaseRet=\"10000.00\"; BaseRet=\"-10000.00\"",
                "Totales/ImpRetenidos[1]; ImpuestoRet; KEY_UNKNOWN; ImpuestoRet=\"001\"; ImpuestoRet=\"004\"",
                "Totales/ImpRetenidos[1]; TipoPagoRet; KEY_UNKNOWN; TipoPagoRet=\"04\"; TipoPagoRet=\"05\"",
                "Totales/ImpRetenidos[1]; TipoPagoRet; TAX_AND_PAYMENT; TipoPagoRet=\"04\"; TipoPagoRet=\"01\"",
                "Totales/Otro; ''; NODE_UNKNOWN; </retenciones:Totales>; <retenciones:Otro/></retenciones:Totales>",
                "Complemento/Otro; ''; COMPLEMENT_UNKNOWN; <tfd:; <Otro xmlns=\"urn:x\"/><tfd:",
                "Complemento/TimbreFiscalDigital; Extra; ATTRIBUTE_UNKNOWN; ' SelloSAT='; ' Extra=\"1\" SelloSAT='",
                "Complemento/Otro; ''; NODE_UNKNOWN; <tfd:; <tfd:Otro xmlns:tfd=\"http://www.sat.gob.mx/TimbreFiscalDigital\"/><tfd:",
                "Complemento/TimbreFiscalDigital; FechaTimbrado; STAMP_BEFORE_ISSUE; 2026-01-31T10:20:30; 2026-01-31T07:15:29",
                "Complemento/TimbreFiscalDigital; RfcProvCertif; RFC_PATTERN; SAT970701NN3; PEGA800101AB5",
                "Complemento/TimbreFiscalDigital; NoCertificadoSAT; CERTIFICATE_NUMBER_PATTERN; 30001000000599990002; 2"
            })
    void oneChangeGivesOneFinding(String node, String attribute, Rule rule, String written, String instead) {
        assertThat(NATIONAL).contains(written);

        assertThat(check(NATIONAL.replace(written, instead)).stream()
                        .filter(finding -> !follows(rule, finding.rule()))
                        .toList())
                .extracting(Finding::node, Finding::attribute, Finding::rule)
                .containsExactly(tuple(node, attribute, rule));
    }

    /** An unknown key of a tax does not go with its kind of payment either; month 13 is only no month. */
    private static boolean follows(Rule caused, Rule found) {
        return caused == Rule.KEY_UNKNOWN && found == Rule.TAX_AND_PAYMENT;
    }

    @Test
    void withoutAStampItIsADraft() {
        assertThat(check(SampleRetenciones.sinTimbre(7).text()))
                .containsExactly(new Finding("Complemento/TimbreFiscalDigital", "", Rule.STAMP_MISSING, List.of()));
    }

    @Test
    void aFindingTellsWhatItSawAndWhatItWouldHaveToBe() {
        Finding finding = check(NATIONAL.replace("MontoTotRet=\"1000.00\"", "MontoTotRet=\"999.99\""))
                .getFirst();

        assertThat(finding.arguments()).containsExactly("Totales", "MontoTotRet", "999.99", "1000.00");
        assertThat(finding.severity()).isEqualTo(Rule.Severity.ERROR);
        assertThat(finding.key()).isEqualTo("retenciones.rule.withheld-sum");
    }

    @Test
    void whatTheSealDoesNotCoverIsFoundInComplementsToo() {
        String changed = SampleRetenciones.complementos(7)
                .text()
                .replace("MontAportODep=\"26.00\"", "MontAportODep=\"26.00\" Extra=\"1\"");

        assertThat(check(changed))
                .extracting(Finding::node, Finding::attribute, Finding::rule)
                .containsExactly(
                        tuple("Complemento/Planesderetiro/AportacionesODepositos[2]", "Extra", Rule.ATTRIBUTE_UNKNOWN));
    }

    @Test
    void aRelatedDocumentNeedsItsFolio() {
        assertThat(check(SampleRetenciones.nacional(7)
                        .withRelacionado(new Relacionado("04", "no"))
                        .text()))
                .extracting(Finding::rule)
                .containsExactly(Rule.UUID_PATTERN);
    }

    @Test
    void textsMayNotBeLongerThanTheStandardAllows() {
        assertThat(check(SampleRetenciones.nacional(7)
                        .withReceptor("PEGA800101AB5", "Ñ".repeat(254))
                        .text()))
                .isEmpty();
        assertThat(check(SampleRetenciones.nacional(7)
                        .withReceptor("PEGA800101AB5", "Ñ".repeat(255))
                        .text()))
                .extracting(Finding::node, Finding::attribute, Finding::rule)
                .containsExactly(tuple("Receptor/Nacional", "NomDenRazSocR", Rule.TEXT_TOO_LONG));
        assertThat(check(SampleRetenciones.nacional(7)
                        .withKind("25", Optional.of("x".repeat(101)))
                        .text()))
                .extracting(Finding::rule)
                .containsExactly(Rule.TEXT_TOO_LONG);
    }

    private List<Finding> check(String text) {
        return RetencionRules.check(reader.read(text.getBytes(StandardCharsets.UTF_8)));
    }
}

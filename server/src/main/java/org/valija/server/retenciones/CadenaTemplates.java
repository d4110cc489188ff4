package org.valija.server.retenciones;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which attributes of which nodes make a cadena original, in SAT's order (Anexo 20 and the standard of each complement). One
 * line a node: {@code Name} an attribute that is always there, {@code Name?} one that may be, {@code >Name} the nodes of that
 * name, {@code Name/Attribute} that of the first such node, {@code >*} all nodes, {@code .} the text inside.
 */
final class CadenaTemplates {

    /** Which node. */
    record Key(String namespace, String name) {}

    /** What it adds, in order. */
    record Template(List<Step> steps) {

        boolean hasAttribute(String name) {
            return steps.contains(new Step.Required(name)) || steps.contains(new Step.Optional(name));
        }

        /** Whether it takes one attribute of the first such node, and no template of its own. */
        boolean hasFirst(String name) {
            return steps.stream()
                    .anyMatch(step ->
                            step instanceof Step.OfFirst first && first.child().equals(name));
        }

        boolean hasChild(String name) {
            return steps.stream().anyMatch(step -> switch (step) {
                case Step.Children children -> children.name().equals(name);
                case Step.OfFirst first -> first.child().equals(name);
                case Step.Everything _ -> true;
                case Step.Required _, Step.Optional _, Step.Contents _ -> false;
            });
        }
    }

    /** One thing that it adds. */
    sealed interface Step {
        record Required(String attribute) implements Step {}

        record Optional(String attribute) implements Step {}

        record Children(String name) implements Step {}

        record OfFirst(String child, String attribute) implements Step {}

        record Everything() implements Step {}

        record Contents() implements Step {}

        static Step of(String written) {
            if (written.equals(".")) {
                return new Contents();
            }
            if (written.equals(">*")) {
                return new Everything();
            }
            if (written.startsWith(">")) {
                return new Children(written.substring(1));
            }
            if (written.endsWith("?")) {
                return new Optional(written.substring(0, written.length() - 1));
            }
            int slash = written.indexOf('/');
            return slash < 0
                    ? new Required(written)
                    : new OfFirst(written.substring(0, slash), written.substring(slash + 1));
        }
    }

    private static final String OF_COMPLEMENTS = "http://www.sat.gob.mx/esquemas/retencionpago/1/";

    static final Map<Key, Template> RETENCIONES = retenciones();

    static final Map<Key, Template> TIMBRE_11 = new Builder(Standard.TIMBRE)
            .node("TimbreFiscalDigital", "Version UUID FechaTimbrado RfcProvCertif Leyenda? SelloCFD NoCertificadoSAT")
            .templates;

    static final Map<Key, Template> TIMBRE_10 = new Builder(Standard.TIMBRE)
            .node("TimbreFiscalDigital", "version UUID FechaTimbrado selloCFD noCertificadoSAT")
            .templates;

    private CadenaTemplates() {}

    private static Map<Key, Template> retenciones() {
        Builder all = new Builder(Standard.RETENCIONES_2.namespace())
                .node(
                        "Retenciones",
                        "Version NoCertificado FolioInt? FechaExp LugarExpRetenc CveRetenc DescRetenc?"
                                + " >CfdiRetenRelacionados >Emisor >Receptor >Periodo >Totales >Complemento")
                .node("CfdiRetenRelacionados", "TipoRelacion UUID")
                .node("Emisor", "RfcE NomDenRazSocE RegimenFiscalE")
                .node("Receptor", "NacionalidadR >Nacional >Extranjero")
                .node("Nacional", "RfcR NomDenRazSocR CurpR? DomicilioFiscalR")
                .node("Extranjero", "NumRegIdTribR? NomDenRazSocR")
                .node("Periodo", "MesIni MesFin Ejercicio")
                .node(
                        "Totales",
                        "MontoTotOperacion MontoTotGrav MontoTotExent MontoTotRet UtilidadBimestral?"
                                + " ISRCorrespondiente? >ImpRetenidos")
                .node("ImpRetenidos", ". BaseRet? ImpuestoRet? MontoRet TipoPagoRet")
                .node("Complemento", ">*");
        trusts(all);
        capital(all);
        people(all);
        platforms(all);
        return Map.copyOf(all.templates);
    }

    private static void trusts(Builder all) {
        all.of("arrendamientoenfideicomiso")
                .node(
                        "Arrendamientoenfideicomiso",
                        "Version PagProvEfecPorFiduc RendimFideicom DeduccCorresp MontTotRet? MontResFiscDistFibras?"
                                + " MontOtrosConceptDistr? DescrMontOtrosConceptDistr?");
        all.of("fideicomisonoempresarial")
                .node("Fideicomisonoempresarial", "Version >IngresosOEntradas >DeduccOSalidas >RetEfectFideicomiso")
                .node(
                        "IngresosOEntradas",
                        "MontTotEntradasPeriodo PartPropAcumDelFideicom PropDelMontTot IntegracIngresos/Concepto")
                .node(
                        "DeduccOSalidas",
                        "MontTotEgresPeriodo PartPropDelFideicom PropDelMontTot IntegracEgresos/ConceptoS")
                .node("RetEfectFideicomiso", "MontRetRelPagFideic DescRetRelPagFideic");
        all.of("sectorfinanciero").node("SectorFinanciero", "Version IdFideicom NomFideicom? DescripFideicom");
    }

    private static void capital(Builder all) {
        all.of("dividendos")
                .node("Dividendos", "Version >DividOUtil >Remanente")
                .node(
                        "DividOUtil",
                        "CveTipDivOUtil MontISRAcredRetMexico MontISRAcredRetExtranjero MontRetExtDivExt?"
                                + " TipoSocDistrDiv MontISRAcredNal? MontDivAcumNal? MontDivAcumExt?")
                .node("Remanente", "ProporcionRem?");
        all.of("enajenaciondeacciones")
                .node("EnajenaciondeAcciones", "Version ContratoIntermediacion Ganancia Perdida");
        all.of("intereses")
                .node(
                        "Intereses",
                        "Version SistFinanciero RetiroAORESRetInt OperFinancDerivad MontIntNominal MontIntReal Perdida");
        all.of("intereseshipotecarios")
                .node(
                        "Intereseshipotecarios",
                        "Version CreditoDeInstFinanc SaldoInsoluto PropDeducDelCredit? MontTotIntNominalesDev?"
                                + " MontTotIntNominalesDevYPag? MontTotIntRealPagDeduc? NumContrato?");
        all.of("operacionesconderivados").node("Operacionesconderivados", "Version MontGanAcum MontPerdDed");
    }

    private static void people(Builder all) {
        all.of("pagosaextranjeros")
                .node("Pagosaextranjeros", "Version EsBenefEfectDelCobro >NoBeneficiario >Beneficiario")
                .node("NoBeneficiario", "PaisDeResidParaEfecFisc ConceptoPago DescripcionConcepto")
                .node("Beneficiario", "RFC CURP NomDenRazSocB ConceptoPago DescripcionConcepto");
        all.of("planesderetiro11")
                .node(
                        "Planesderetiro",
                        "Version SistemaFinanc MontTotAportAnioInmAnterior? MontIntRealesDevengAniooInmAnt"
                                + " HuboRetirosAnioInmAntPer MontTotRetiradoAnioInmAntPer?"
                                + " MontTotExentRetiradoAnioInmAnt? MontTotExedenteAnioInmAnt? HuboRetirosAnioInmAnt"
                                + " MontTotRetiradoAnioInmAnt? NumReferencia? >AportacionesODepositos")
                .node("AportacionesODepositos", "TipoAportacionODeposito MontAportODep RFCFiduciaria?");
        all.of("premios").node("Premios", "Version EntidadFederativa MontTotPago MontTotPagoGrav MontTotPagoExent");
    }

    private static void platforms(Builder all) {
        all.of("PlataformasTecnologicas10")
                .node(
                        "ServiciosPlataformasTecnologicas",
                        "Version Periodicidad NumServ MonTotServSIVA TotalIVATrasladado TotalIVARetenido"
                                + " TotalISRRetenido DifIVAEntregadoPrestServ MonTotalporUsoPlataforma"
                                + " MonTotalContribucionGubernamental? >Servicios")
                .node("Servicios", ">DetallesDelServicio")
                .node(
                        "DetallesDelServicio",
                        "FormaPagoServ TipoDeServ SubTipServ? RFCTerceroAutorizado? FechaServ PrecioServSinIVA"
                                + " >ImpuestosTrasladadosdelServicio >ContribucionGubernamental >ComisionDelServicio")
                .node("ImpuestosTrasladadosdelServicio", "Base Impuesto TipoFactor TasaCuota Importe")
                .node("ContribucionGubernamental", "ImpContrib EntidadDondePagaLaContribucion")
                .node("ComisionDelServicio", "Base? Porcentaje? Importe");
    }

    /** Adds templates of one namespace after another. */
    private static final class Builder {
        private final String namespace;
        private final Map<Key, Template> templates;

        Builder(String namespace) {
            this(namespace, new HashMap<>());
        }

        private Builder(String namespace, Map<Key, Template> templates) {
            this.namespace = namespace;
            this.templates = templates;
        }

        Builder of(String complement) {
            return new Builder(OF_COMPLEMENTS + complement, templates);
        }

        Builder node(String name, String steps) {
            templates.put(
                    new Key(namespace, name),
                    new Template(Arrays.stream(steps.split(" ")).map(Step::of).toList()));
            return this;
        }
    }
}

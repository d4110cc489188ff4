package org.valija.server.retenciones;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/** From nodes to a retención; the two versions call the same things by other names. */
final class RetencionMapping {

    private final Fields root;

    private RetencionMapping(Fields root) {
        this.root = root;
    }

    static Retencion of(Nodo root) {
        Standard standard = Standard.ofRoot(root.namespace(), root.name());
        Fields fields = new Fields(root, "");
        String version = fields.text("Version");
        if (!version.equals(standard.version())) {
            throw UnreadableRetencionException.of(Reason.VERSION_UNKNOWN, version);
        }
        RetencionMapping mapping = new RetencionMapping(fields);
        return switch (standard) {
            case RETENCIONES_2 -> mapping.version2();
            case RETENCIONES_1 -> mapping.version1();
        };
    }

    private Retencion version2() {
        Fields emisor = root.one("Emisor");
        Fields periodo = root.one("Periodo");
        Fields totales = root.one("Totales");
        return new Retencion(
                Retencion.VERSION_2,
                root.optional("FolioInt"),
                root.text("Sello"),
                root.text("NoCertificado"),
                root.text("Certificado"),
                root.dateTime("FechaExp"),
                root.text("LugarExpRetenc"),
                root.text("CveRetenc"),
                root.optional("DescRetenc"),
                relacionados(),
                new Emisor(emisor.text("RfcE"), emisor.text("NomDenRazSocE"), emisor.text("RegimenFiscalE")),
                receptor("RfcR", "CurpR", "NumRegIdTribR"),
                new Periodo(periodo.number("MesIni"), periodo.number("MesFin"), periodo.number("Ejercicio")),
                new Totales(
                        totales.amount("MontoTotOperacion"),
                        totales.amount("MontoTotGrav"),
                        totales.amount("MontoTotExent"),
                        totales.amount("MontoTotRet"),
                        totales.optionalAmount("UtilidadBimestral"),
                        totales.optionalAmount("ISRCorrespondiente")),
                impuestos(totales, "ImpuestoRet", "MontoRet"),
                complementos(),
                timbre(),
                root.nodo());
    }

    private Retencion version1() {
        Fields emisor = root.one("Emisor");
        Fields periodo = root.one("Periodo");
        Fields totales = root.one("Totales");
        return new Retencion(
                Retencion.VERSION_1,
                root.optional("FolioInt"),
                root.text("Sello"),
                root.text("NumCert"),
                root.text("Cert"),
                root.dateTimeWithOffset("FechaExp"),
                "",
                root.text("CveRetenc"),
                root.optional("DescRetenc"),
                List.of(),
                new Emisor(emisor.text("RFCEmisor"), emisor.text("NomDenRazSocE"), ""),
                receptor("RFCRecep", "CURPR", "NumRegIdTrib"),
                new Periodo(periodo.number("MesIni"), periodo.number("MesFin"), periodo.number("Ejerc")),
                new Totales(
                        totales.amount("montoTotOperacion"),
                        totales.amount("montoTotGrav"),
                        totales.amount("montoTotExent"),
                        totales.amount("montoTotRet"),
                        Optional.empty(),
                        Optional.empty()),
                impuestos(totales, "Impuesto", "montoRet"),
                complementos(),
                timbre(),
                root.nodo());
    }

    private List<Relacionado> relacionados() {
        return root.all("CfdiRetenRelacionados").stream()
                .map(related -> new Relacionado(related.text("TipoRelacion"), related.text("UUID")))
                .toList();
    }

    private Receptor receptor(String rfc, String curp, String foreignId) {
        Fields receptor = root.one("Receptor");
        Optional<Receptor> national = receptor.maybe("Nacional")
                .map(it -> new Receptor.Nacional(
                        it.text(rfc), it.text("NomDenRazSocR"), it.optional(curp), it.text("DomicilioFiscalR")));
        Optional<Receptor> foreign = receptor.maybe("Extranjero")
                .map(it -> new Receptor.Extranjero(it.optional(foreignId), it.text("NomDenRazSocR")));
        if (national.isPresent() && foreign.isPresent()) {
            throw UnreadableRetencionException.in(Reason.NODE_REPEATED, "Receptor/Extranjero", "", "");
        }
        return national.or(() -> foreign)
                .orElseThrow(() -> UnreadableRetencionException.in(Reason.NODE_MISSING, "Receptor/Nacional", "", ""));
    }

    private static List<Impuesto> impuestos(Fields totales, String tax, String amount) {
        return totales.all("ImpRetenidos").stream()
                .map(it -> new Impuesto(
                        it.optionalAmount("BaseRet"), it.optional(tax), it.amount(amount), it.text("TipoPagoRet")))
                .toList();
    }

    private List<Nodo> complementos() {
        return complemento()
                .map(it -> it.nodo().children().stream()
                        .filter(child -> !child.namespace().equals(Standard.TIMBRE))
                        .toList())
                .orElse(List.of());
    }

    private Optional<Timbre> timbre() {
        return complemento()
                .flatMap(it -> it.maybe(Standard.TIMBRE, "TimbreFiscalDigital"))
                .map(RetencionMapping::timbre);
    }

    /** Version 1.0 of the stamp began some names with a small letter. */
    private static Timbre timbre(Fields stamp) {
        Function<String, String> either = name -> stamp.optional(name)
                .orElseGet(() -> stamp.text(Character.toLowerCase(name.charAt(0)) + name.substring(1)));
        return new Timbre(
                either.apply("Version"),
                stamp.folioFiscal("UUID"),
                stamp.dateTime("FechaTimbrado"),
                stamp.text("RfcProvCertif"),
                stamp.optional("Leyenda"),
                either.apply("SelloCFD"),
                either.apply("NoCertificadoSAT"),
                either.apply("SelloSAT"),
                stamp.nodo());
    }

    private Optional<Fields> complemento() {
        return root.maybe(Standard.COMPLEMENTO);
    }
}

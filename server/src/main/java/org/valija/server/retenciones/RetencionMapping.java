package org.valija.server.retenciones;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/** From nodes to a retención; the two versions call the same things by other names. */
final class RetencionMapping {

    private final Fields root;
    private final Names names;

    private RetencionMapping(Fields root, Names names) {
        this.root = root;
        this.names = names;
    }

    static Retencion of(Nodo root) {
        Standard standard = Standard.ofRoot(root.namespace(), root.name());
        Fields fields = new Fields(root, "");
        String version = fields.text("Version");
        if (!version.equals(standard.version())) {
            throw UnreadableRetencionException.of(Reason.VERSION_UNKNOWN, version);
        }
        return new RetencionMapping(fields, standard.names()).retencion(version);
    }

    private Retencion retencion(String version) {
        Fields emisor = root.one("Emisor");
        Fields periodo = root.one("Periodo");
        Fields totales = root.one("Totales");
        return new Retencion(
                version,
                root.optional("FolioInt"),
                root.text("Sello"),
                root.text(names.noCertificado()),
                root.text(names.certificado()),
                root.dateTime("FechaExp"),
                root.text("LugarExpRetenc"),
                root.text("CveRetenc"),
                root.optional("DescRetenc"),
                relacionados(),
                new Emisor(emisor.text(names.rfcE()), emisor.text("NomDenRazSocE"), emisor.text("RegimenFiscalE")),
                receptor(),
                new Periodo(periodo.number("MesIni"), periodo.number("MesFin"), periodo.number(names.ejercicio())),
                new Totales(
                        totales.amount(names.montoTotOperacion()),
                        totales.amount(names.montoTotGrav()),
                        totales.amount(names.montoTotExent()),
                        totales.amount(names.montoTotRet()),
                        totales.optionalAmount("UtilidadBimestral"),
                        totales.optionalAmount("ISRCorrespondiente")),
                impuestos(totales),
                complementos(),
                timbre(),
                root.nodo());
    }

    private List<Relacionado> relacionados() {
        return root.all("CfdiRetenRelacionados").stream()
                .map(related -> new Relacionado(related.text("TipoRelacion"), related.text("UUID")))
                .toList();
    }

    private Receptor receptor() {
        Fields receptor = root.one("Receptor");
        Optional<Receptor> national = receptor.maybe("Nacional")
                .map(it -> new Receptor.Nacional(
                        it.text(names.rfcR()),
                        it.text("NomDenRazSocR"),
                        it.optional(names.curpR()),
                        it.text("DomicilioFiscalR")));
        Optional<Receptor> foreign = receptor.maybe("Extranjero")
                .map(it -> new Receptor.Extranjero(it.optional(names.numRegIdTrib()), it.text("NomDenRazSocR")));
        if (national.isPresent() && foreign.isPresent()) {
            throw UnreadableRetencionException.in(Reason.NODE_REPEATED, "Receptor/Extranjero", "", "");
        }
        return national.or(() -> foreign)
                .orElseThrow(() -> UnreadableRetencionException.in(Reason.NODE_MISSING, "Receptor/Nacional", "", ""));
    }

    private List<Impuesto> impuestos(Fields totales) {
        return totales.all("ImpRetenidos").stream()
                .map(it -> new Impuesto(
                        it.optionalAmount("BaseRet"),
                        it.optional(names.impuestoRet()),
                        it.amount(names.montoRet()),
                        it.text("TipoPagoRet")))
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

package org.valija.server.retenciones;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One document against the rules of its version. */
final class Checks {

    private static final String ROOT = "Retenciones";
    private static final String STAMP = "Complemento/TimbreFiscalDigital";
    private static final String OTHER = "25";
    private static final int LOCAL_TIME = "2025-01-31T00:00:00".length();
    private static final int NAME = 254;
    private static final int FOREIGN_NAME = 300;
    private static final int FOREIGN_ID = 20;
    private static final int DESCRIPTION = 100;
    private static final int CLOCKS_APART_HOURS = 3;

    /** Which tax a kind of payment belongs to. */
    private static final Map<String, String> TAX_OF_PAYMENT =
            Map.of("01", "002", "02", "003", "03", "001", "04", "001");

    private final Retencion retencion;
    private final Fields root;
    private final Names names;
    private final boolean current;
    private final Findings found = new Findings();

    Checks(Retencion retencion) {
        this.retencion = retencion;
        this.root = new Fields(retencion.nodo(), "");
        this.names = Standard.of(retencion).names();
        this.current = retencion.version().equals(Retencion.VERSION_2);
    }

    List<Finding> all() {
        root();
        relacionados();
        emisor();
        receptor();
        periodo();
        totales();
        for (int i = 0; i < retencion.impuestos().size(); i++) {
            impuesto(
                    "Totales/ImpRetenidos[" + (i + 1) + "]",
                    retencion.impuestos().get(i));
        }
        retencion.timbre().ifPresentOrElse(this::timbre, () -> found.add(STAMP, "", Rule.STAMP_MISSING));
        if (current) {
            new Coverage(found).check(retencion.nodo());
        }
        return found.all();
    }

    private void root() {
        found.written(
                ROOT,
                names.noCertificado(),
                retencion.noCertificado(),
                Patterns.CERTIFICATE_NUMBER,
                Rule.CERTIFICATE_NUMBER_PATTERN);
        if (current) {
            retencion
                    .folioInt()
                    .ifPresent(folio -> found.written(ROOT, "FolioInt", folio, Patterns.FOLIO_INT, Rule.FOLIO_PATTERN));
            found.written(ROOT, "LugarExpRetenc", retencion.lugarExp(), Patterns.POSTAL_CODE, Rule.POSTAL_CODE_PATTERN);
            String written = root.text("FechaExp");
            if (written.length() != LOCAL_TIME) {
                found.add(ROOT, "FechaExp", Rule.DATE_PATTERN, written);
            }
        }
        found.key(ROOT, "CveRetenc", retencion.cveRetenc(), Catalogos::cveRetenc, Rule.KEY_UNKNOWN);
        retencion.descRetenc().ifPresent(text -> found.text(ROOT, "DescRetenc", text, DESCRIPTION));
        if (retencion.cveRetenc().equals(OTHER) && retencion.descRetenc().isEmpty()) {
            found.add(ROOT, "DescRetenc", Rule.DESCRIPTION_REQUIRED);
        }
    }

    private void relacionados() {
        for (Relacionado related : retencion.relacionados()) {
            String node = "CfdiRetenRelacionados";
            found.key(node, "TipoRelacion", related.tipoRelacion(), Catalogos::tipoRelacion, Rule.KEY_NOT_LISTED);
            found.written(node, "UUID", related.uuid(), Patterns.UUID, Rule.UUID_PATTERN);
        }
    }

    private void emisor() {
        Emisor emisor = retencion.emisor();
        found.written("Emisor", names.rfcE(), emisor.rfc(), Patterns.RFC, Rule.RFC_PATTERN);
        if (current) {
            found.text("Emisor", "NomDenRazSocE", emisor.nombre(), NAME);
            found.key("Emisor", "RegimenFiscalE", emisor.regimen(), Catalogos::regimenFiscal, Rule.KEY_NOT_LISTED);
        }
    }

    private void receptor() {
        String kind = root.one("Receptor").text(names.nacionalidad());
        switch (retencion.receptor()) {
            case Receptor.Nacional national -> {
                kind(kind, "Nacional");
                nacional(national);
            }
            case Receptor.Extranjero foreign -> {
                kind(kind, "Extranjero");
                String node = "Receptor/Extranjero";
                found.text(node, "NomDenRazSocR", foreign.nombre(), FOREIGN_NAME);
                foreign.numRegIdTrib().ifPresent(id -> found.text(node, names.numRegIdTrib(), id, FOREIGN_ID));
            }
        }
    }

    private void kind(String written, String node) {
        if (found.required("Receptor", names.nacionalidad(), written) && !written.equals(node)) {
            found.add("Receptor", names.nacionalidad(), Rule.RECEIVER_KIND, written, node);
        }
    }

    private void nacional(Receptor.Nacional receiver) {
        String node = "Receptor/Nacional";
        found.written(node, names.rfcR(), receiver.rfc(), Patterns.RFC, Rule.RFC_PATTERN);
        receiver.curp().ifPresent(curp -> found.written(node, names.curpR(), curp, Patterns.CURP, Rule.CURP_PATTERN));
        if (current) {
            found.text(node, "NomDenRazSocR", receiver.nombre(), NAME);
            found.written(
                    node,
                    "DomicilioFiscalR",
                    receiver.domicilioFiscal(),
                    Patterns.POSTAL_CODE,
                    Rule.POSTAL_CODE_PATTERN);
        }
    }

    private void periodo() {
        Periodo periodo = retencion.periodo();
        month("MesIni", periodo.mesIni());
        month("MesFin", periodo.mesFin());
        if (periodo.mesIni() > periodo.mesFin()) {
            found.add(
                    "Periodo",
                    "MesFin",
                    Rule.PERIOD_BACKWARDS,
                    Integer.toString(periodo.mesIni()),
                    Integer.toString(periodo.mesFin()));
        }
        if (periodo.ejercicio() > retencion.fechaExp().getYear()) {
            found.add("Periodo", names.ejercicio(), Rule.YEAR_IN_FUTURE, Integer.toString(periodo.ejercicio()));
        }
    }

    /** Version 1.0 wrote a single digit where one was enough. */
    private void month(String attribute, int month) {
        String written = root.one("Periodo").text(attribute);
        if (current
                ? !Patterns.MONTH.matcher(written).matches()
                : Catalogos.mes(month).isEmpty()) {
            found.add("Periodo", attribute, Rule.MONTH_PATTERN, written);
        }
    }

    private void totales() {
        Totales totales = retencion.totales();
        String node = "Totales";
        amount(node, names.montoTotOperacion(), totales.montoTotOperacion());
        amount(node, names.montoTotGrav(), totales.montoTotGrav());
        amount(node, names.montoTotExent(), totales.montoTotExent());
        amount(node, names.montoTotRet(), totales.montoTotRet());
        totales.utilidadBimestral().ifPresent(it -> amount(node, "UtilidadBimestral", it));
        totales.isrCorrespondiente().ifPresent(it -> amount(node, "ISRCorrespondiente", it));
        sum(
                names.montoTotOperacion(),
                Rule.OPERATION_SUM,
                totales.montoTotOperacion(),
                totales.montoTotGrav().add(totales.montoTotExent()));
        sum(
                names.montoTotRet(),
                Rule.WITHHELD_SUM,
                totales.montoTotRet(),
                retencion.impuestos().stream().map(Impuesto::montoRet).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private void sum(String attribute, Rule rule, BigDecimal written, BigDecimal sum) {
        if (written.compareTo(sum) != 0) {
            found.add("Totales", attribute, rule, written.toPlainString(), sum.toPlainString());
        }
    }

    private void impuesto(String node, Impuesto tax) {
        tax.baseRet().ifPresent(base -> amount(node, "BaseRet", base));
        amount(node, names.montoRet(), tax.montoRet());
        tax.impuestoRet()
                .ifPresent(key -> found.key(node, names.impuestoRet(), key, Catalogos::impuestoRet, Rule.KEY_UNKNOWN));
        if (current) {
            found.key(node, "TipoPagoRet", tax.tipoPagoRet(), Catalogos::tipoPagoRet, Rule.KEY_UNKNOWN);
            Optional<String> fitting = Optional.ofNullable(TAX_OF_PAYMENT.get(tax.tipoPagoRet()));
            if (fitting.isPresent() && tax.impuestoRet().isPresent() && !fitting.equals(tax.impuestoRet())) {
                found.add(
                        node,
                        "TipoPagoRet",
                        Rule.TAX_AND_PAYMENT,
                        tax.tipoPagoRet(),
                        tax.impuestoRet().orElse(""));
            }
        }
    }

    private void amount(String node, String attribute, BigDecimal amount) {
        found.amount(node, attribute, amount, current ? 2 : 6);
    }

    private void timbre(Timbre stamp) {
        found.written(
                STAMP,
                "NoCertificadoSAT",
                stamp.noCertificadoSat(),
                Patterns.CERTIFICATE_NUMBER,
                Rule.CERTIFICATE_NUMBER_PATTERN);
        found.required(STAMP, "SelloCFD", stamp.selloCfd());
        found.required(STAMP, "SelloSAT", stamp.selloSat());
        if (stamp.version().equals("1.1")) {
            found.written(STAMP, "RfcProvCertif", stamp.rfcProvCertif(), Patterns.RFC_OF_COMPANY, Rule.RFC_PATTERN);
        }
        if (stamp.fechaTimbrado().isBefore(retencion.fechaExp().minusHours(CLOCKS_APART_HOURS))) {
            found.add(
                    STAMP,
                    "FechaTimbrado",
                    Rule.STAMP_BEFORE_ISSUE,
                    stamp.nodo().attribute("FechaTimbrado").orElse(""));
        }
    }
}

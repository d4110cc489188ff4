package org.valija.server.retenciones;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a retención of the tests says. {@link #xml()} writes it down, seals it and has it stamped, with key pairs of the tests'
 * own. Each {@code with…} gives another one.
 */
public final class SampleRetencion implements Cloneable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private Emisor emisor = new Emisor(SampleRetenciones.RFC_EMISOR, "EMPRESA DE PRUEBA & ASOCIADOS", "601");
    private Receptor receptor =
            new Receptor.Nacional("PEGA800101AB5", "ANA MARÍA PEÑA GÓMEZ", Optional.of("PEGA800101MDFXMN09"), "06700");
    private final int number;
    private String cveRetenc = "01";
    private Optional<String> descRetenc = Optional.empty();
    private List<Relacionado> relacionados = List.of();
    private LocalDateTime fechaExp = LocalDateTime.of(2026, 1, 31, 10, 15, 30);
    private Periodo periodo = new Periodo(1, 12, 2025);
    private BigDecimal gravado = new BigDecimal("10000.00");
    private BigDecimal exento = new BigDecimal("0.00");
    private List<Impuesto> impuestos =
            List.of(new Impuesto(Optional.of(gravado), Optional.of("001"), new BigDecimal("1000.00"), "04"));
    private String complementos = "";
    private boolean stamped = true;
    private X509Certificate certificate = SampleKeys.ofIssuer(emisor.rfc());
    private KeyPair key = SampleKeys.ISSUER;

    /** @param number of its folio, and what its UUID is made of: equal numbers of one issuer are one document */
    SampleRetencion(int number) {
        this.number = number;
    }

    public SampleRetencion withEmisor(String rfc, String nombre) {
        return with(it -> {
            it.emisor = new Emisor(rfc, nombre, emisor.regimen());
            it.certificate = SampleKeys.ofIssuer(rfc);
        });
    }

    public SampleRetencion withReceptor(Receptor other) {
        return with(it -> it.receptor = other);
    }

    public SampleRetencion withReceptor(String rfc, String nombre) {
        return withReceptor(new Receptor.Nacional(rfc, nombre, Optional.empty(), "06000"));
    }

    public SampleRetencion withKind(String cve, Optional<String> description) {
        return with(it -> {
            it.cveRetenc = cve;
            it.descRetenc = description;
        });
    }

    public SampleRetencion withRelacionado(Relacionado related) {
        return with(it -> it.relacionados = List.of(related));
    }

    public SampleRetencion withDates(LocalDateTime issued, Periodo months) {
        return with(it -> {
            it.fechaExp = issued;
            it.periodo = months;
        });
    }

    /** @param withheld in all, as provisional ISR */
    public SampleRetencion withAmounts(String taxed, String exempt, String withheld) {
        return withTaxes(
                taxed,
                exempt,
                List.of(new Impuesto(
                        Optional.of(new BigDecimal(taxed)), Optional.of("001"), new BigDecimal(withheld), "04")));
    }

    public SampleRetencion withTaxes(String taxed, String exempt, List<Impuesto> taxes) {
        return with(it -> {
            it.gravado = new BigDecimal(taxed);
            it.exento = new BigDecimal(exempt);
            it.impuestos = List.copyOf(taxes);
        });
    }

    /** @param xml the nodes of sectors */
    public SampleRetencion withComplementos(String xml) {
        return with(it -> it.complementos = xml);
    }

    /** Sealed only. */
    public SampleRetencion unstamped() {
        return with(it -> it.stamped = false);
    }

    /**
     * @param shown the certificate that the file has
     * @param used what it is sealed with
     */
    public SampleRetencion withSeal(X509Certificate shown, KeyPair used) {
        return with(it -> {
            it.certificate = shown;
            it.key = used;
        });
    }

    private SampleRetencion with(Consumer<SampleRetencion> change) {
        try {
            SampleRetencion copy = (SampleRetencion) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What SAT names it; as the file writes it. */
    public String folioFiscal() {
        return UUID.nameUUIDFromBytes((emisor.rfc() + number).getBytes(StandardCharsets.UTF_8))
                .toString()
                .toUpperCase(Locale.ROOT);
    }

    public byte[] xml() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    String text() {
        String draft = document("", "");
        String sello = SampleKeys.seal(cadena(draft), key);
        return document(sello, stamped ? stamp(sello) : "");
    }

    private static String cadena(String text) {
        return CadenaOriginal.of(new RetencionReader().read(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String document(String sello, String stamp) {
        BigDecimal operation = gravado.add(exento);
        BigDecimal withheld =
                impuestos.stream().map(Impuesto::montoRet).reduce(new BigDecimal("0.00"), BigDecimal::add);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <retenciones:Retenciones xmlns:retenciones="http://www.sat.gob.mx/esquemas/retencionpago/2" \
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="%s" Version="2.0" \
                FolioInt="%s" Sello="%s" NoCertificado="%s" Certificado="%s" FechaExp="%s" LugarExpRetenc="06000" \
                CveRetenc="%s"%s>
                  %s<retenciones:Emisor RfcE="%s" NomDenRazSocE="%s" RegimenFiscalE="%s"/>
                  %s
                  <retenciones:Periodo MesIni="%02d" MesFin="%02d" Ejercicio="%d"/>
                  <retenciones:Totales MontoTotOperacion="%s" MontoTotGrav="%s" MontoTotExent="%s" MontoTotRet="%s">
                %s  </retenciones:Totales>
                  <retenciones:Complemento>%s%s</retenciones:Complemento>
                </retenciones:Retenciones>
                """.formatted(
                        "http://www.sat.gob.mx/esquemas/retencionpago/2 retencionpagov2.xsd",
                        number,
                        sello,
                        new Certificado(certificate).number(),
                        SampleKeys.base64(certificate),
                        TIME.format(fechaExp),
                        cveRetenc,
                        optional("DescRetenc", descRetenc),
                        related(),
                        escaped(emisor.rfc()),
                        escaped(emisor.nombre()),
                        emisor.regimen(),
                        receiver(),
                        periodo.mesIni(),
                        periodo.mesFin(),
                        periodo.ejercicio(),
                        operation.toPlainString(),
                        gravado.toPlainString(),
                        exento.toPlainString(),
                        withheld.toPlainString(),
                        taxes(),
                        complementos,
                        stamp);
    }

    private String related() {
        return relacionados.stream()
                .map(it -> "<retenciones:CfdiRetenRelacionados TipoRelacion=\"%s\" UUID=\"%s\"/>"
                        .formatted(it.tipoRelacion(), it.uuid()))
                .collect(Collectors.joining());
    }

    private String receiver() {
        return switch (receptor) {
            case Receptor.Nacional it ->
                """
                    <retenciones:Receptor NacionalidadR="Nacional">\
                    <retenciones:Nacional RfcR="%s" NomDenRazSocR="%s"%s DomicilioFiscalR="%s"/>\
                    </retenciones:Receptor>""".formatted(
                        escaped(it.rfc()), escaped(it.nombre()), optional("CurpR", it.curp()), it.domicilioFiscal());
            case Receptor.Extranjero it ->
                """
                    <retenciones:Receptor NacionalidadR="Extranjero">\
                    <retenciones:Extranjero%s NomDenRazSocR="%s"/>\
                    </retenciones:Receptor>""".formatted(optional("NumRegIdTribR", it.numRegIdTrib()), escaped(it.nombre()));
        };
    }

    private String taxes() {
        return impuestos.stream()
                .map(it -> "    <retenciones:ImpRetenidos%s%s MontoRet=\"%s\" TipoPagoRet=\"%s\"/>\n"
                        .formatted(
                                optional("BaseRet", it.baseRet().map(BigDecimal::toPlainString)),
                                optional("ImpuestoRet", it.impuestoRet()),
                                it.montoRet().toPlainString(),
                                it.tipoPagoRet()))
                .collect(Collectors.joining());
    }

    private String stamp(String sello) {
        String stamp =
                """
                <tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1" \
                UUID="%s" FechaTimbrado="%s" RfcProvCertif="SAT970701NN3" SelloCFD="%s" NoCertificadoSAT="%s" \
                SelloSAT="%%s"/>""".formatted(folioFiscal(), TIME.format(fechaExp.plusMinutes(5)), sello, SampleKeys.NUMBER_OF_SAT);
        Timbre unsealed = new RetencionReader()
                .read(document(sello, stamp.formatted("")).getBytes(StandardCharsets.UTF_8))
                .timbre()
                .orElseThrow();
        return stamp.formatted(SampleKeys.seal(CadenaOriginal.ofTimbre(unsealed), SampleKeys.SAT));
    }

    private static String optional(String attribute, Optional<String> value) {
        return value.map(it -> " %s=\"%s\"".formatted(attribute, escaped(it))).orElse("");
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}

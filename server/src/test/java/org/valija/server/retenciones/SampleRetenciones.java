package org.valija.server.retenciones;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Retenciones for tests, sealed and stamped with key pairs of the tests' own: nobody's real ones. */
public final class SampleRetenciones {

    public static final String RFC_EMISOR = "EPR240501AB1";

    private SampleRetenciones() {}

    /** Provisional ISR of an architect, January to December 2025: 10,000.00 of which 1,000.00 were withheld. */
    public static SampleRetencion nacional(int number) {
        return new SampleRetencion(number);
    }

    /** A payment abroad, with its complement. */
    public static SampleRetencion extranjero(int number) {
        return nacional(number)
                .withReceptor(new Receptor.Extranjero(Optional.of("US-987654321"), "ACME WIDGETS, INC."))
                .withKind("18", Optional.empty())
                .withComplementos(SampleComplementos.PAGOS_A_EXTRANJEROS);
    }

    /** Four taxes of three kinds, a part exempt, and a document that it replaces. */
    public static SampleRetencion variosImpuestos(int number) {
        return nacional(number)
                .withKind("25", Optional.of("Servicios de limpieza y vigilancia"))
                .withRelacionado(new Relacionado("04", "0B1E9A4E-55A7-4C0C-8A6F-1E4D2B7C9F10"))
                .withTaxes(
                        "23456.78",
                        "543.22",
                        List.of(
                                tax("23456.78", "001", "2345.68", "03"),
                                tax("23456.78", "001", "0.01", "04"),
                                tax("23456.78", "002", "2502.06", "01"),
                                new Impuesto(Optional.empty(), Optional.empty(), new BigDecimal("5"), "02")));
    }

    /** Every complement of a sector that version 2.0 has. */
    public static SampleRetencion complementos(int number) {
        return nacional(number).withComplementos(SampleComplementos.TODOS);
    }

    /** Sealed, not stamped yet. */
    public static SampleRetencion sinTimbre(int number) {
        return nacional(number).unstamped();
    }

    /** Sealed with a key that is not that of its certificate. */
    public static SampleRetencion selloFalso(int number) {
        return nacional(number).withSeal(SampleKeys.ofIssuer(RFC_EMISOR), SampleKeys.STRANGER);
    }

    /** Sealed properly, with the certificate of another taxpayer. */
    public static SampleRetencion certificadoAjeno(int number) {
        return nacional(number).withSeal(SampleKeys.ofIssuer("OTR990101AA2"), SampleKeys.ISSUER);
    }

    /** Version 1.0, in force until 2022. */
    public static byte[] version1() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <retenciones:Retenciones xmlns:retenciones="http://www.sat.gob.mx/esquemas/retencionpago/1" Version="1.0" \
                FolioInt="77" Sello="c2VsbG8=" NumCert="30001000000599990001" Cert="%s" \
                FechaExp="2021-02-10T09:00:00-06:00" CveRetenc="14">
                  <retenciones:Emisor RFCEmisor="EPR240501AB1" NomDenRazSocE="EMPRESA DE PRUEBA"/>
                  <retenciones:Receptor Nacionalidad="Nacional">
                    <retenciones:Nacional RFCRecep="PEGA800101AB5" NomDenRazSocR="ANA PEÑA" CURPR="PEGA800101MDFXMN09"/>
                  </retenciones:Receptor>
                  <retenciones:Periodo MesIni="1" MesFin="12" Ejerc="2020"/>
                  <retenciones:Totales montoTotOperacion="100.000001" montoTotGrav="100.000001" montoTotExent="0" \
                montoTotRet="10.5">
                    <retenciones:ImpRetenidos BaseRet="100" Impuesto="01" montoRet="10.5" TipoPagoRet="Pago definitivo"/>
                  </retenciones:Totales>
                  <retenciones:Complemento>
                    <tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" version="1.0" \
                UUID="aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee" FechaTimbrado="2021-02-10T09:05:00" selloCFD="c2VsbG8=" \
                noCertificadoSAT="30001000000599990002" selloSAT="c2F0"/>
                  </retenciones:Complemento>
                </retenciones:Retenciones>
                """.formatted(SampleKeys.base64(SampleKeys.ofIssuer(RFC_EMISOR))).getBytes(StandardCharsets.UTF_8);
    }

    /** With it the stamps of these samples verify. */
    public static X509Certificate certificadoDelSat() {
        return SampleKeys.ofSat();
    }

    private static Impuesto tax(String base, String tax, String amount, String payment) {
        return new Impuesto(Optional.of(new BigDecimal(base)), Optional.of(tax), new BigDecimal(amount), payment);
    }
}

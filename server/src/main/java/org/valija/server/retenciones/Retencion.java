package org.valija.server.retenciones;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A CFDI de retenciones e información de pagos as its file tells it; whether that is true is for {@link RetencionRules} and
 * {@link SealCheck}. Texts have white space collapsed as SAT's schema says; a required text that the file lacks is empty here,
 * and a rule says so. All characters as they are in {@code nodo}.
 *
 * @param version 2.0 or 1.0
 * @param sello the issuer's seal in base64; empty in a draft
 * @param certificado the issuer's certificate in base64; empty in a draft
 * @param fechaExp local time of the place of issue
 * @param lugarExp código postal; empty in version 1.0, which has none
 * @param complementos of the sector, in the order of the file, without the stamp
 * @param nodo the whole document, its addenda left out
 */
public record Retencion(
        String version,
        Optional<String> folioInt,
        String sello,
        String noCertificado,
        String certificado,
        LocalDateTime fechaExp,
        String lugarExp,
        String cveRetenc,
        Optional<String> descRetenc,
        List<Relacionado> relacionados,
        Emisor emisor,
        Receptor receptor,
        Periodo periodo,
        Totales totales,
        List<Impuesto> impuestos,
        List<Nodo> complementos,
        Optional<Timbre> timbre,
        Nodo nodo) {

    public static final String VERSION_2 = "2.0";
    public static final String VERSION_1 = "1.0";

    public Retencion {
        relacionados = List.copyOf(relacionados);
        impuestos = List.copyOf(impuestos);
        complementos = List.copyOf(complementos);
    }

    /** Without SAT's stamp it is a draft of no fiscal validity. */
    public boolean isStamped() {
        return timbre.isPresent();
    }

    /** The folio fiscal that SAT's stamp gave it. */
    public Optional<UUID> uuid() {
        return timbre.map(Timbre::uuid);
    }
}

package org.valija.server.retenciones;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * SAT's stamp (Timbre Fiscal Digital).
 *
 * @param folioFiscal the UUID as the file writes it, in capitals or not
 * @param fechaTimbrado in the time of central Mexico
 * @param rfcProvCertif empty in version 1.0, which has none
 * @param nodo the stamp's own node
 */
public record Timbre(
        String version,
        String folioFiscal,
        LocalDateTime fechaTimbrado,
        String rfcProvCertif,
        Optional<String> leyenda,
        String selloCfd,
        String noCertificadoSat,
        String selloSat,
        Nodo nodo) {

    public UUID uuid() {
        return UUID.fromString(folioFiscal);
    }
}

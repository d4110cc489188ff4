package org.valija.server.retenciones;

import java.math.BigDecimal;
import java.util.Optional;

/** Amounts in pesos, each with as many decimals as the file has. */
public record Totales(
        BigDecimal montoTotOperacion,
        BigDecimal montoTotGrav,
        BigDecimal montoTotExent,
        BigDecimal montoTotRet,
        Optional<BigDecimal> utilidadBimestral,
        Optional<BigDecimal> isrCorrespondiente) {}

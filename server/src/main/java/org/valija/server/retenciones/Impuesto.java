package org.valija.server.retenciones;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A tax withheld ({@code ImpRetenidos}).
 *
 * @param impuestoRet 001 ISR, 002 IVA, 003 IEPS; 01 to 03 in version 1.0
 * @param tipoPagoRet of c_TipoPagoRet; in version 1.0 {@code Pago definitivo} or {@code Pago provisional}
 */
public record Impuesto(
        Optional<BigDecimal> baseRet, Optional<String> impuestoRet, BigDecimal montoRet, String tipoPagoRet) {}

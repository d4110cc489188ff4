package org.valija.server.retenciones;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * SAT's page that tells whether a retención is registered and in force; it stands in the printed QR. The end of the seal is left
 * as it is, plus signs and all: so Anexo 20 writes it, and so the page reads it.
 */
public final class VerificationLink {

    private static final String PAGE = "https://prodretencionverificacion.clouda.sat.gob.mx/?";
    private static final int FOREIGN_ID = 20;
    private static final int END_OF_SEAL = 8;

    private VerificationLink() {}

    /** Empty when it is not stamped: SAT knows nothing of it. */
    public static Optional<String> of(Retencion retencion) {
        return retencion
                .timbre()
                .map(timbre -> retencion.version().equals(Retencion.VERSION_1)
                        ? PAGE + parties(retencion) + "&tt=" + fixed(total(retencion)) + "&id=" + timbre.folioFiscal()
                        : PAGE + "id=" + timbre.folioFiscal() + "&" + parties(retencion) + "&tt="
                                + shortest(total(retencion)) + "&fe=" + endOf(retencion.sello()));
    }

    private static String parties(Retencion retencion) {
        return "re=" + encoded(retencion.emisor().rfc())
                + switch (retencion.receptor()) {
                    case Receptor.Nacional national -> "&rr=" + encoded(national.rfc());
                    case Receptor.Extranjero foreign ->
                        "&nr="
                                + foreign.numRegIdTrib()
                                        .map(VerificationLink::padded)
                                        .orElse("");
                };
    }

    private static BigDecimal total(Retencion retencion) {
        return retencion.totales().montoTotOperacion();
    }

    /** No zeros at the end, but one decimal at least. */
    private static String shortest(BigDecimal total) {
        BigDecimal stripped = total.stripTrailingZeros();
        return (stripped.scale() < 1 ? stripped.setScale(1) : stripped).toPlainString();
    }

    /** Ten digits, a point, six digits, as version 1.0 has it. */
    private static String fixed(BigDecimal total) {
        String digits = total.setScale(6).toPlainString();
        return "0".repeat(Math.max(0, 17 - digits.length())) + digits;
    }

    private static String padded(String id) {
        String twenty = id.length() > FOREIGN_ID ? id.substring(0, FOREIGN_ID) : id;
        return "0".repeat(FOREIGN_ID - twenty.length()) + encoded(twenty);
    }

    private static String endOf(String seal) {
        return seal.substring(Math.max(0, seal.length() - END_OF_SEAL));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

package org.valija.server.retenciones;

import java.util.List;

/** Checks a retención against SAT's standard (Anexo 20, part II). Seals are for {@link SealCheck}. */
public final class RetencionRules {

    private RetencionRules() {}

    /** Everything that is not as it should be, in the order of the document; empty when all is well. */
    public static List<Finding> check(Retencion retencion) {
        return new Checks(retencion).all();
    }
}

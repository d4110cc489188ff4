package org.valija.server.bulk;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a bulk delivery is to be sent, as the form says.
 *
 * @param cuenta id of the account
 * @param oauth whether <em>Autenticar con OAuth (Gmail)</em> is ticked
 * @param xml whether the XML goes along
 * @param pdf whether the PDF goes along
 * @param copia whether who sends gets a copy
 * @param otravez whether also those get it who got it before
 */
record StartForm(
        @Nullable Long cuenta,
        @Nullable Boolean oauth,
        @Nullable Boolean xml,
        @Nullable Boolean pdf,
        @Nullable Boolean copia,
        @Nullable Boolean otravez)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    boolean isOauth() {
        return Boolean.TRUE.equals(oauth);
    }

    BulkOptions options() {
        return new BulkOptions(
                Boolean.TRUE.equals(xml),
                Boolean.TRUE.equals(pdf),
                Boolean.TRUE.equals(copia),
                Boolean.TRUE.equals(otravez));
    }
}

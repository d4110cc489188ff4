package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.valija.server.secrets.Sha256;

/**
 * A company of <em>Empresas</em>.
 *
 * @param rfc canonical, unique among companies
 * @param regime SAT's key of the <em>régimen fiscal</em>, three digits; may be empty
 * @param postalCode five digits; may be empty
 * @param logo hash of the stored picture, where there is one; the picture itself is {@link Companies#logo}
 * @param colour as {@code #rrggbb}
 * @param active whether new papers are made for it
 */
public record Company(
        long id,
        String rfc,
        String name,
        String regime,
        String postalCode,
        Optional<String> logo,
        String colour,
        boolean active) {

    /** The colour of a company that chose none. */
    public static final String USUAL_COLOUR = "#0b5563";

    /** Names of the fields that the other says otherwise; a logo is changed apart. */
    List<String> differences(Company other) {
        List<String> names = new ArrayList<>();
        if (!rfc.equals(other.rfc)) {
            names.add("rfc");
        }
        if (!name.equals(other.name)) {
            names.add("name");
        }
        if (!regime.equals(other.regime)) {
            names.add("regime");
        }
        if (!postalCode.equals(other.postalCode)) {
            names.add("postalCode");
        }
        if (!colour.equals(other.colour)) {
            names.add("colour");
        }
        if (active != other.active) {
            names.add("active");
        }
        return names;
    }

    /** Differs when what is stored says anything else. */
    String mark() {
        return Sha256.hex(List.of(rfc, name, regime, postalCode, logo.orElse(""), colour, String.valueOf(active))
                .toString());
    }
}

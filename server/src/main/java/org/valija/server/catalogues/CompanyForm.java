package org.valija.server.catalogues;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/**
 * The fields of a company's page, as typed.
 *
 * @param file a logo, if one was chosen now
 * @param removeLogo whether the one before goes
 * @param shown mark of what was stored when the page was made
 */
record CompanyForm(
        String rfc,
        String name,
        String regime,
        String postalCode,
        String colour,
        Boolean active,
        Boolean removeLogo,
        List<MultipartFile> file,
        String shown) {

    CompanyForm {
        rfc = text(rfc);
        name = text(name);
        regime = text(regime);
        postalCode = text(postalCode);
        colour = text(colour);
        active = ticked(active);
        removeLogo = ticked(removeLogo);
        file = chosen(file);
        shown = text(shown);
    }

    static CompanyForm of(Company company) {
        return new CompanyForm(
                company.rfc(),
                company.name(),
                company.regime(),
                company.postalCode(),
                company.colour(),
                company.active(),
                false,
                List.of(),
                company.mark());
    }

    /** The same, for who saves it over what is stored now. */
    CompanyForm over(Company now) {
        return new CompanyForm(rfc, name, regime, postalCode, colour, active, removeLogo, file, now.mark());
    }

    static CompanyForm empty() {
        return new CompanyForm("", "", "", "", Company.USUAL_COLOUR, true, false, List.of(), "");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    /** A box that is not ticked is not sent at all. */
    private static boolean ticked(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    /** Browsers send a file without a name where none was chosen. */
    private static List<MultipartFile> chosen(@Nullable List<MultipartFile> value) {
        return value == null
                ? List.of()
                : value.stream().filter(sent -> !sent.isEmpty()).toList();
    }
}

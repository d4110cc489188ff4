package org.valija.server.catalogues;

import java.util.Optional;
import org.valija.server.web.FieldErrors;

/**
 * What a company's page posted, checked.
 *
 * @param errors what must be mended; none where the company may be stored
 * @param company as it would be stored, without its logo
 * @param logo a new one
 */
record CompanyCheck(FieldErrors errors, Company company, Optional<Logo> logo) {

    static CompanyCheck of(long id, CompanyForm form, Optional<byte[]> file) {
        FieldErrors errors = FieldErrors.none();
        Company company = new Company(
                id,
                read(
                        errors,
                        "rfc",
                        Rfc.canonical(form.rfc()).filter(rfc -> !Rfc.isGeneric(rfc)),
                        "error.companies.rfc"),
                name(errors, form),
                read(errors, "regime", FieldRules.regime(form.regime()), "error.companies.regime"),
                read(errors, "postalCode", FieldRules.postalCode(form.postalCode()), "error.catalogues.postalCode"),
                Optional.empty(),
                read(errors, "colour", FieldRules.colour(form.colour()), "error.companies.colour"),
                form.active());
        return new CompanyCheck(errors, company, logo(errors, file));
    }

    private static String name(FieldErrors errors, CompanyForm form) {
        Optional<String> name =
                FieldRules.name(form.name(), FieldRules.LONGEST_NAME).filter(text -> !text.isEmpty());
        if (name.isEmpty()) {
            errors.add("name", "error.catalogues.name", FieldRules.LONGEST_NAME);
        }
        return name.orElse("");
    }

    private static String read(FieldErrors errors, String field, Optional<String> read, String key) {
        if (read.isEmpty()) {
            errors.add(field, key);
        }
        return read.orElse("");
    }

    private static Optional<Logo> logo(FieldErrors errors, Optional<byte[]> file) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return switch (Logo.read(file.get())) {
            case Logo.Reading.Read(Logo logo) -> Optional.of(logo);
            case Logo.Reading.TooLarge tooLarge -> {
                errors.add("file", "error.companies.logo.large", Logo.MOST_OCTETS / (1024 * 1024), Logo.LARGEST);
                yield Optional.empty();
            }
            case Logo.Reading.NoPicture noPicture -> {
                errors.add("file", "error.companies.logo");
                yield Optional.empty();
            }
        };
    }
}

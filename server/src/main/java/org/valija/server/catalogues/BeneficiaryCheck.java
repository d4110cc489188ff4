package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.valija.server.catalogues.BeneficiaryForm.ContactForm;
import org.valija.server.web.FieldErrors;

/**
 * What a beneficiary's page posted, checked.
 *
 * @param errors what must be mended; none where the beneficiary may be stored
 * @param beneficiary as it would be stored
 */
record BeneficiaryCheck(FieldErrors errors, Beneficiary beneficiary) {

    static BeneficiaryCheck of(long id, long companyId, BeneficiaryForm form) {
        FieldErrors errors = FieldErrors.none();
        Beneficiary beneficiary = new Beneficiary(
                id,
                companyId,
                read(errors, "rfc", Rfc.canonical(form.rfc()), "error.beneficiaries.rfc"),
                name(errors, "name", form.name(), true),
                read(errors, "curp", FieldRules.curp(form.curp()), "error.beneficiaries.curp"),
                read(errors, "postalCode", FieldRules.postalCode(form.postalCode()), "error.catalogues.postalCode"),
                contacts(errors, form.contacts()));
        return new BeneficiaryCheck(errors, beneficiary);
    }

    private static List<Contact> contacts(FieldErrors errors, List<ContactForm> lines) {
        List<Contact> contacts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            ContactForm line = lines.get(i);
            if (line.isEmpty()) {
                continue;
            }
            Optional<String> address = FieldRules.address(line.address());
            if (address.isEmpty()) {
                errors.add("address-" + i, "error.beneficiaries.address");
            }
            Optional<String> role = FieldRules.name(line.role(), FieldRules.LONGEST_ROLE);
            if (role.isEmpty()) {
                errors.add("role-" + i, "error.beneficiaries.role", FieldRules.LONGEST_ROLE);
            }
            contacts.add(Contact.of(
                    name(errors, "contact-" + i, line.name(), false),
                    address.orElse(""),
                    role.orElse(""),
                    line.copy()));
        }
        return contacts;
    }

    private static String name(FieldErrors errors, String field, String typed, boolean needed) {
        Optional<String> name =
                FieldRules.name(typed, FieldRules.LONGEST_NAME).filter(text -> !needed || !text.isEmpty());
        if (name.isEmpty()) {
            errors.add(field, "error.catalogues.name", FieldRules.LONGEST_NAME);
        }
        return name.orElse("");
    }

    private static String read(FieldErrors errors, String field, Optional<String> read, String key) {
        if (read.isEmpty()) {
            errors.add(field, key);
        }
        return read.orElse("");
    }
}

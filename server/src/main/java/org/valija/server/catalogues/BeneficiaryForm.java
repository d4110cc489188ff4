package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.util.MultiValueMap;

/**
 * The fields of a beneficiary's page, as typed. Its contacts are numbered from zero on: a name may have a comma, which would make
 * two of it in a list.
 *
 * @param action the button that was pressed
 * @param shown mark of what was stored when the page was made
 */
record BeneficiaryForm(
        String rfc,
        String name,
        String curp,
        String postalCode,
        List<ContactForm> contacts,
        String action,
        String shown) {

    /** A contact's line. */
    record ContactForm(String name, String address, String role, boolean copy) {

        static final ContactForm EMPTY = new ContactForm("", "", "", false);

        boolean isEmpty() {
            return name.isEmpty() && address.isEmpty() && role.isEmpty();
        }
    }

    private static final String REMOVE = "quitar-";

    BeneficiaryForm {
        contacts = List.copyOf(contacts);
    }

    static BeneficiaryForm empty() {
        return new BeneficiaryForm("", "", "", "", List.of(ContactForm.EMPTY), "", "");
    }

    static BeneficiaryForm of(Beneficiary beneficiary) {
        List<ContactForm> contacts = beneficiary.contacts().stream()
                .map(contact -> new ContactForm(contact.name(), contact.address(), contact.role(), contact.copy()))
                .toList();
        return new BeneficiaryForm(
                beneficiary.rfc(),
                beneficiary.name(),
                beneficiary.curp(),
                beneficiary.postalCode(),
                contacts.isEmpty() ? List.of(ContactForm.EMPTY) : contacts,
                "",
                beneficiary.mark());
    }

    static BeneficiaryForm read(MultiValueMap<String, String> posted) {
        List<ContactForm> contacts = new ArrayList<>();
        for (int i = 0; i < FieldRules.MOST_CONTACTS && posted.containsKey("address-" + i); i++) {
            contacts.add(new ContactForm(
                    text(posted, "contact-" + i),
                    text(posted, "address-" + i),
                    text(posted, "role-" + i),
                    posted.containsKey("copy-" + i)));
        }
        return new BeneficiaryForm(
                text(posted, "rfc"),
                text(posted, "name"),
                text(posted, "curp"),
                text(posted, "postalCode"),
                contacts,
                text(posted, "action"),
                text(posted, "shown"));
    }

    boolean wantsAnother() {
        return action.equals("agregar");
    }

    /** The contact whose line is to go. */
    Optional<Integer> removed() {
        return Optional.of(action)
                .filter(pressed -> pressed.matches(REMOVE + "[0-9]{1,2}"))
                .map(pressed -> Integer.parseInt(pressed.substring(REMOVE.length())))
                .filter(index -> index < contacts.size());
    }

    /** Whether there may be one more. */
    public boolean hasRoom() {
        return contacts.size() < FieldRules.MOST_CONTACTS;
    }

    BeneficiaryForm withAnother() {
        List<ContactForm> more = new ArrayList<>(contacts);
        if (hasRoom()) {
            more.add(ContactForm.EMPTY);
        }
        return with(more);
    }

    BeneficiaryForm without(int index) {
        List<ContactForm> fewer = new ArrayList<>(contacts);
        fewer.remove(index);
        return with(fewer);
    }

    private BeneficiaryForm with(List<ContactForm> others) {
        return new BeneficiaryForm(rfc, name, curp, postalCode, others, action, shown);
    }

    /** The same, for who saves it over what is stored now. */
    BeneficiaryForm over(Beneficiary now) {
        return new BeneficiaryForm(rfc, name, curp, postalCode, contacts, action, now.mark());
    }

    private static String text(MultiValueMap<String, String> posted, String name) {
        return Optional.ofNullable(posted.getFirst(name)).orElse("").strip();
    }
}

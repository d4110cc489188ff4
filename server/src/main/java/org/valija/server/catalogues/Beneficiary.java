package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.List;
import org.valija.server.secrets.Sha256;

/**
 * One of <em>Beneficiarios / Pagadores</em>, of one company.
 *
 * @param rfc canonical; unique in a company, except the generic ones, with which the name is
 * @param curp may be empty
 * @param postalCode five digits; may be empty
 * @param contacts in the order in which they were written
 */
public record Beneficiary(
        long id, long companyId, String rfc, String name, String curp, String postalCode, List<Contact> contacts) {

    public Beneficiary {
        contacts = List.copyOf(contacts);
    }

    /** Addresses that mail goes to. */
    public List<String> to() {
        return contacts.stream()
                .filter(contact -> !contact.copy())
                .map(Contact::address)
                .toList();
    }

    /** Addresses that get a copy. */
    public List<String> cc() {
        return contacts.stream().filter(Contact::copy).map(Contact::address).toList();
    }

    /** What a company has one of. */
    public String identity() {
        return Rfc.identity(rfc, name);
    }

    /** Differs when what is stored says anything else. */
    String mark() {
        List<String> contactMarks = contacts.stream()
                .map(contact -> List.of(
                                contact.name(), contact.address(), contact.role(), String.valueOf(contact.copy()))
                        .toString())
                .toList();
        return Sha256.hex(
                List.of(rfc, name, curp, postalCode, contactMarks.toString()).toString());
    }

    /** Names of the fields that the other says otherwise. */
    List<String> differences(Beneficiary other) {
        List<String> names = new ArrayList<>();
        if (!rfc.equals(other.rfc)) {
            names.add("rfc");
        }
        if (!name.equals(other.name)) {
            names.add("name");
        }
        if (!curp.equals(other.curp)) {
            names.add("curp");
        }
        if (!postalCode.equals(other.postalCode)) {
            names.add("postalCode");
        }
        if (!sameContacts(other.contacts)) {
            names.add("contacts");
        }
        return names;
    }

    /** Whether both say the same, whichever is stored. */
    boolean says(Beneficiary other) {
        return identity().equals(other.identity())
                && name.equals(other.name)
                && curp.equals(other.curp)
                && postalCode.equals(other.postalCode)
                && sameContacts(other.contacts);
    }

    private boolean sameContacts(List<Contact> others) {
        if (contacts.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < contacts.size(); i++) {
            if (!contacts.get(i).says(others.get(i))) {
                return false;
            }
        }
        return true;
    }
}

package org.valija.server.catalogues;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.mail.MailAddress;
import org.valija.sql.Database;

/**
 * <em>Beneficiarios / Pagadores</em>. Whoever may use the service may read and change them: the pages let nobody in who has not
 * entered, and no right beyond that is asked for. Thread-safe.
 */
@Service
public class Beneficiaries {

    private final Database database;
    private final BeneficiaryTable table;

    Beneficiaries(Database database, BeneficiaryTable table) {
        this.database = database;
        this.table = table;
    }

    public Optional<Beneficiary> find(long id) {
        return table.find(id);
    }

    /** The one of a company with that RFC, however it is typed; empty for a generic RFC, which many share. */
    public Optional<Beneficiary> byRfc(long companyId, String rfc) {
        return Rfc.canonical(rfc)
                .filter(canonical -> !Rfc.isGeneric(canonical))
                .flatMap(canonical -> table.byIdentity(companyId, canonical));
    }

    /** The one of a company that a document names: by its RFC, and with a generic one by its name as well. */
    public Optional<Beneficiary> match(long companyId, String rfc, String name) {
        return Rfc.canonical(rfc).flatMap(canonical -> table.byIdentity(companyId, Rfc.identity(canonical, name)));
    }

    /**
     * Those of a company by name. Each word that is typed must stand in RFC, name, CURP or a contact, whatever its accents and
     * capitals.
     *
     * @param page from 1 on
     */
    public BeneficiaryPage search(long companyId, String text, int page) {
        return table.search(companyId, Folded.words(text), page);
    }

    /**
     * Adds one, whatever id it names.
     *
     * @return its id, or empty when the company has one with that RFC (and name, where the RFC is generic), or there is no such
     *     company
     */
    public Optional<Long> add(Beneficiary beneficiary) {
        return database.inTransaction(connection -> {
            List<String> identity = List.of(beneficiary.identity());
            long company = beneficiary.companyId();
            if (!table.lock(connection, company)
                    || !table.byIdentity(connection, company, identity).isEmpty()) {
                return Optional.empty();
            }
            table.insert(connection, List.of(beneficiary));
            return table.byIdentity(connection, company, identity).values().stream()
                    .map(Beneficiary::id)
                    .findFirst();
        });
    }

    /**
     * Writes one anew, contacts and all.
     *
     * @return whether it was; otherwise another of the company is of that RFC, or this one is no longer there
     */
    public boolean change(Beneficiary beneficiary) {
        return database.inTransaction(connection -> {
            table.lock(connection, beneficiary.companyId());
            Map<String, Beneficiary> holders =
                    table.byIdentity(connection, beneficiary.companyId(), List.of(beneficiary.identity()));
            boolean free = holders.values().stream().allMatch(holder -> holder.id() == beneficiary.id());
            boolean there = table.find(connection, beneficiary.id())
                    .filter(found -> found.companyId() == beneficiary.companyId())
                    .isPresent();
            if (free && there) {
                table.update(connection, List.of(beneficiary));
            }
            return free && there;
        });
    }

    /** Deletes one with its contacts; gives whether there was one. */
    public boolean delete(long id) {
        return table.delete(id);
    }

    /**
     * Puts an address in place of the first that mail goes to, or adds it where there is none.
     *
     * @return whether there is such a beneficiary
     * @throws org.valija.mail.InvalidAddressException when it is no address
     */
    public boolean updateAddress(long id, String address) {
        String checked = MailAddress.of(address).address();
        return database.inTransaction(connection -> {
            Optional<Beneficiary> before = table.find(connection, id);
            if (before.isEmpty()) {
                return false;
            }
            table.lock(connection, before.get().companyId());
            Beneficiary now = table.find(connection, id).orElse(before.get());
            table.update(connection, List.of(withAddress(now, checked)));
            return true;
        });
    }

    private static Beneficiary withAddress(Beneficiary beneficiary, String address) {
        List<Contact> contacts = new ArrayList<>(beneficiary.contacts());
        int first = 0;
        while (first < contacts.size() && contacts.get(first).copy()) {
            first++;
        }
        if (first < contacts.size()) {
            Contact was = contacts.get(first);
            contacts.set(first, Contact.of(was.name(), address, was.role(), false));
        } else {
            contacts.add(Contact.of("", address, "", false));
        }
        return new Beneficiary(
                beneficiary.id(),
                beneficiary.companyId(),
                beneficiary.rfc(),
                beneficiary.name(),
                beneficiary.curp(),
                beneficiary.postalCode(),
                contacts);
    }
}

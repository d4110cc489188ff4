package org.valija.server.catalogues;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.mail.MailAddress;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.text.Folded;
import org.valija.sql.Database;

/**
 * <em>Beneficiarios / Pagadores</em> as everything that works with them finds them, for whomever it works. Who looks at the
 * catalogue itself goes by {@link BeneficiaryDesk}. Thread-safe.
 */
@Service
public class Beneficiaries {

    private final Database database;
    private final BeneficiaryTable table;
    private final List<BeneficiaryListener> listeners;
    private final Audit audit;

    Beneficiaries(Database database, BeneficiaryTable table, List<BeneficiaryListener> listeners, Audit audit) {
        this.database = database;
        this.table = table;
        this.listeners = List.copyOf(listeners);
        this.audit = audit;
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
            Collection<Beneficiary> added =
                    table.byIdentity(connection, company, identity).values();
            tell(connection, added);
            audit.note(connection, about(AuditAction.BENEFICIARY_CREATED, beneficiary));
            return added.stream().map(Beneficiary::id).findFirst();
        });
    }

    private void tell(Connection connection, Collection<Beneficiary> named) throws SQLException {
        for (BeneficiaryListener listener : listeners) {
            listener.named(connection, named);
        }
    }

    /**
     * Writes one anew, contacts and all, unless it is not what its writer saw.
     *
     * @param shown mark of what its writer saw
     */
    Changed change(Beneficiary beneficiary, String shown) {
        return database.inTransaction(connection -> {
            table.lock(connection, beneficiary.companyId());
            Map<String, Beneficiary> holders =
                    table.byIdentity(connection, beneficiary.companyId(), List.of(beneficiary.identity()));
            Optional<Beneficiary> before = table.find(connection, beneficiary.id())
                    .filter(found -> found.companyId() == beneficiary.companyId())
                    .filter(found -> found.mark().equals(shown));
            if (before.isEmpty()) {
                return Changed.DIFFERENT;
            }
            if (holders.values().stream().anyMatch(holder -> holder.id() != beneficiary.id())) {
                return Changed.TAKEN;
            }
            table.update(connection, List.of(beneficiary));
            audit.note(
                    connection,
                    about(AuditAction.BENEFICIARY_CHANGED, beneficiary)
                            .with(AuditDetail.FIELDS, before.get().differences(beneficiary)));
            if (!before.get().identity().equals(beneficiary.identity())) {
                tell(connection, List.of(beneficiary));
            }
            return Changed.DONE;
        });
    }

    /** Deletes one with its contacts; gives whether there was one. */
    public boolean delete(long id) {
        return database.inTransaction(connection -> {
            Optional<Beneficiary> before = table.find(connection, id);
            boolean deleted = table.delete(connection, id);
            if (deleted && before.isPresent()) {
                audit.note(connection, about(AuditAction.BENEFICIARY_DELETED, before.get()));
            }
            return deleted;
        });
    }

    private static AuditEvent about(AuditAction action, Beneficiary beneficiary) {
        return AuditEvent.of(action, beneficiary.name()).with(AuditDetail.NUMBER, beneficiary.rfc());
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
            Beneficiary changed = withAddress(now, checked);
            table.update(connection, List.of(changed));
            audit.note(
                    connection,
                    about(AuditAction.BENEFICIARY_CHANGED, changed)
                            .with(AuditDetail.ADDRESS, checked)
                            .with(
                                    AuditDetail.PREVIOUS_ADDRESS,
                                    now.to().stream().findFirst().orElse("")));
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

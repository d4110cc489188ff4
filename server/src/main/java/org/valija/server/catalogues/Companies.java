package org.valija.server.catalogues;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.text.Folded;
import org.valija.server.users.CurrentUser;
import org.valija.sql.Database;

/**
 * <em>Empresas</em>. Whoever has entered reads them, and so does what works for nobody present; they are changed by
 * administrators alone, which is checked here. A company is not deleted, as its papers stay: it is made inactive. Thread-safe.
 */
@Service
public class Companies {

    private final Database database;
    private final CompanyTable table;
    private final CurrentUser current;
    private final Audit audit;

    Companies(Database database, CompanyTable table, CurrentUser current, Audit audit) {
        this.database = database;
        this.table = table;
        this.current = current;
        this.audit = audit;
    }

    /** All of them by name, those in use first. */
    public List<Company> all() {
        return table.all().stream()
                .sorted(Comparator.comparing(Company::active)
                        .reversed()
                        .thenComparing(company -> Folded.of(company.name())))
                .toList();
    }

    /** Those that new papers are made for, by name. */
    public List<Company> active() {
        return all().stream().filter(Company::active).toList();
    }

    public Optional<Company> find(long id) {
        return table.find(id);
    }

    /** The company with that RFC, however it is typed. */
    public Optional<Company> byRfc(String rfc) {
        return Rfc.canonical(rfc).flatMap(table::byRfc);
    }

    /** A company's picture as PNG. */
    public Optional<byte[]> logo(long id) {
        return table.logo(id);
    }

    /**
     * Adds a company, whatever id it names; it has no logo yet.
     *
     * @return its id, or empty when there is one with that RFC
     * @throws org.springframework.security.access.AccessDeniedException for who does not administer
     */
    public Optional<Long> add(Company company) {
        current.mustAdminister();
        return database.inTransaction(connection -> {
            Optional<Long> id = table.insert(connection, company);
            if (id.isPresent()) {
                audit.note(connection, about(AuditAction.COMPANY_CREATED, company));
            }
            return id;
        });
    }

    /**
     * Changes everything but the logo, unless the company is not what its writer saw.
     *
     * @param shown mark of what its writer saw
     * @throws org.springframework.security.access.AccessDeniedException for who does not administer
     */
    Changed change(Company company, String shown) {
        current.mustAdminister();
        return database.inTransaction(connection -> {
            Optional<Company> before = table.find(connection, company.id());
            Changed changed = table.update(connection, company, shown);
            if (changed == Changed.DONE) {
                audit.note(
                        connection,
                        about(AuditAction.COMPANY_CHANGED, company)
                                .with(AuditDetail.FIELDS, before.orElseThrow().differences(company)));
            }
            return changed;
        });
    }

    /** Puts a logo in place of the one before, or takes it away. */
    void changeLogo(long id, Optional<Logo> logo) {
        current.mustAdminister();
        database.inTransaction(connection -> {
            Optional<Company> company = table.find(connection, id);
            table.updateLogo(connection, id, logo);
            if (company.isPresent()) {
                audit.note(
                        connection,
                        about(AuditAction.COMPANY_CHANGED, company.get()).with(AuditDetail.FIELDS, "logo"));
            }
            return true;
        });
    }

    private static AuditEvent about(AuditAction action, Company company) {
        return AuditEvent.of(action, company.name()).with(AuditDetail.NUMBER, company.rfc());
    }
}

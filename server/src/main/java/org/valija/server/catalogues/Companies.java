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
import org.valija.server.users.CompanyScope;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.sql.Database;

/**
 * <em>Empresas</em>. What works for nobody present reads all of them; people and programs see those that they are authorised
 * for, and change them where their profile permits it, which is checked here. A company is not deleted, as its papers stay: it
 * is made inactive. Thread-safe.
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

    /** Those that the present user is authorised for, by name, those in use first. */
    public List<Company> visible() {
        CompanyScope scope = current.companies();
        return all().stream().filter(company -> scope.includes(company.id())).toList();
    }

    /** Whether the present user is authorised for every company. */
    boolean seesAll() {
        return current.companies().all();
    }

    /** Those that the present user may make new papers for, by name. */
    public List<Company> visibleActive() {
        return visible().stream().filter(Company::active).toList();
    }

    /** One that the present user is authorised for. */
    public Optional<Company> visible(long id) {
        return current.companies().includes(id) ? find(id) : Optional.empty();
    }

    /** The company with that RFC, where the present user is authorised for it. */
    public Optional<Company> visibleByRfc(String rfc) {
        return byRfc(rfc).filter(company -> current.companies().includes(company.id()));
    }

    /** @throws org.valija.server.users.NotPermittedException unless the present user may look at this catalogue */
    void mustShow() {
        current.must(Function.COMPANIES, Operation.VIEW);
    }

    /** Whether the present user may add companies: who is authorised for some alone would not see it. */
    boolean mayAdd() {
        return current.may(Function.COMPANIES, Operation.CREATE)
                && current.companies().all();
    }

    /** @throws org.springframework.security.access.AccessDeniedException unless the present user may add companies */
    void mustAdd() {
        current.must(Function.COMPANIES, Operation.CREATE);
        if (!mayAdd()) {
            throw CurrentUser.denied();
        }
    }

    /** @throws org.springframework.security.access.AccessDeniedException unless the present user may change that company */
    void mustChange(long id) {
        current.must(Function.COMPANIES, Operation.CHANGE);
        current.mustSee(id);
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
     * Adds a company without a logo, whatever id it names.
     *
     * @return its id, or empty when there is one with that RFC
     * @throws org.springframework.security.access.AccessDeniedException for who may not
     */
    public Optional<Long> add(Company company) {
        return add(company, Optional.empty());
    }

    /** The same with its logo. */
    Optional<Long> add(Company company, Optional<Logo> logo) {
        mustAdd();
        return database.inTransaction(connection -> {
            Optional<Long> id = table.insert(connection, company);
            if (id.isPresent()) {
                table.updateLogo(connection, id.get(), logo);
                audit.note(connection, about(AuditAction.COMPANY_CREATED, company));
            }
            return id;
        });
    }

    /**
     * Changes everything but the logo, unless the company is not what its writer saw.
     *
     * @param shown mark of what its writer saw
     * @throws org.springframework.security.access.AccessDeniedException for who may not
     */
    Changed change(Company company, String shown) {
        mustChange(company.id());
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
        mustChange(id);
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

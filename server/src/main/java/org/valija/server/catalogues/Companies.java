package org.valija.server.catalogues;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.server.text.Folded;
import org.valija.server.users.CurrentUser;

/**
 * <em>Empresas</em>. Whoever has entered reads them, and so does what works for nobody present; they are changed by
 * administrators alone, which is checked here. A company is not deleted, as its papers stay: it is made inactive. Thread-safe.
 */
@Service
public class Companies {

    private final CompanyTable table;
    private final CurrentUser current;

    Companies(CompanyTable table, CurrentUser current) {
        this.table = table;
        this.current = current;
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
        return table.insert(company);
    }

    /**
     * Changes everything but the logo, unless the company is not what its writer saw.
     *
     * @param shown mark of what its writer saw
     * @throws org.springframework.security.access.AccessDeniedException for who does not administer
     */
    Changed change(Company company, String shown) {
        current.mustAdminister();
        return table.update(company, shown);
    }

    /** Puts a logo in place of the one before, or takes it away. */
    void changeLogo(long id, Optional<Logo> logo) {
        current.mustAdminister();
        table.updateLogo(id, logo);
    }
}

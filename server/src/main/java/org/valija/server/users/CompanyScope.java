package org.valija.server.users;

import java.util.Set;

/**
 * <em>Empresas autorizadas</em>: the companies that somebody sees and works for.
 *
 * @param all every one, also those that are added later
 * @param ids those alone, where it is not every one
 */
public record CompanyScope(boolean all, Set<Long> ids) {

    /** Every company. */
    public static final CompanyScope EVERY = new CompanyScope(true, Set.of());

    public CompanyScope {
        ids = Set.copyOf(ids);
    }

    /** Those companies alone. */
    public static CompanyScope of(Set<Long> ids) {
        return new CompanyScope(false, ids);
    }

    public boolean includes(long companyId) {
        return all || ids.contains(companyId);
    }

    /** Whether who has these may give those to somebody. */
    public boolean covers(CompanyScope other) {
        return all || !other.all && ids.containsAll(other.ids);
    }
}

package org.valija.server.documents;

import java.util.EnumSet;
import java.util.Set;
import org.valija.server.users.CompanyScope;

/**
 * What who brings files may bring.
 *
 * @param companies for these
 * @param kinds documents of these
 */
public record IntakeRights(CompanyScope companies, Set<Kind> kinds) {

    /** Whatever comes. */
    public static final IntakeRights EVERYTHING = new IntakeRights(CompanyScope.EVERY, EnumSet.allOf(Kind.class));

    public IntakeRights {
        kinds = Set.copyOf(kinds);
    }

    boolean include(long companyId, Kind kind) {
        return companies.includes(companyId) && kinds.contains(kind);
    }
}

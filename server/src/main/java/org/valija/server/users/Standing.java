package org.valija.server.users;

import java.util.Optional;
import java.util.Set;

/** What a user may do, where, and in which language, at one moment. */
record Standing(Profile profile, CompanyScope companies, Optional<Language> language) {

    /** Of who may not enter, or is not there. */
    static final Standing NONE = new Standing(
            new Profile("", "", false, false, true, Permissions.NONE), CompanyScope.of(Set.of()), Optional.empty());
}

package org.valija.server.users;

import java.util.List;
import org.springframework.stereotype.Service;

/** The profiles. Thread-safe. */
@Service
public class Profiles {

    private final ProfileTable table;
    private final CurrentUser current;

    Profiles(ProfileTable table, CurrentUser current) {
        this.table = table;
        this.current = current;
    }

    /** What a user may do; one that is not there any more permits nothing. */
    public Profile of(User user) {
        return table.find(user.profile()).orElse(Standing.NONE.profile());
    }

    /** All of them; those that came with the installation first, then by name. */
    List<Profile> all() {
        return table.all();
    }

    /** Those that the present user may give to somebody. */
    List<Profile> giveable() {
        return table.all().stream().filter(current::covers).toList();
    }

    /** @throws org.springframework.security.access.AccessDeniedException when the present user may not give it, or there is none */
    void mustGive(String code) {
        if (table.find(code).filter(current::covers).isEmpty()) {
            throw CurrentUser.denied();
        }
    }
}

package org.valija.server.accounts;

import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.valija.server.users.User;
import org.valija.server.users.Users;

/** Which accounts are shared with which profiles: their users send from them as from their own. Thread-safe. */
@Component
public class MailboxShares {

    private final MailboxShareTable table;
    private final Users users;

    MailboxShares(MailboxShareTable table, Users users) {
        this.table = table;
        this.users = users;
    }

    /** Accounts that are shared with what a user is now. */
    Set<Long> with(String userCode) {
        Optional<String> profile = users.find(userCode).filter(User::active).map(User::profile);
        return profile.map(table::ofProfile).orElse(Set.of());
    }

    /** The codes of the profiles that an account is shared with. */
    Set<String> of(long grantId) {
        return table.ofAccount(grantId);
    }

    void put(long grantId, Set<String> profiles) {
        table.put(grantId, profiles);
    }
}

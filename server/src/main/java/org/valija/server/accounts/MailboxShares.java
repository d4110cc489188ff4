package org.valija.server.accounts;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.valija.oauth.Grant;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.sql.Database;

/** Which accounts are shared with which profiles: their users send from them as from their own. Thread-safe. */
@Component
public class MailboxShares {

    private final Database database;
    private final MailboxShareTable table;
    private final Users users;
    private final Audit audit;

    MailboxShares(Database database, MailboxShareTable table, Users users, Audit audit) {
        this.database = database;
        this.table = table;
        this.users = users;
        this.audit = audit;
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

    void put(Grant grant, Set<String> profiles) {
        database.inTransaction(connection -> {
            table.put(connection, grant.id(), profiles);
            audit.note(
                    connection,
                    AuditEvent.of(AuditAction.MAILBOX_SHARED, grant.email())
                            .with(AuditDetail.USER, grant.userCode())
                            .with(AuditDetail.COUNT, profiles.size())
                            .with(
                                    AuditDetail.PROFILE,
                                    profiles.stream().sorted().collect(Collectors.joining(", "))));
            return true;
        });
    }
}

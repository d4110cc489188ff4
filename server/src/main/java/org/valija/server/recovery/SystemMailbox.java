package org.valija.server.recovery;

import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Service;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.outbox.Outbox;
import org.valija.server.accounts.AccountView;
import org.valija.server.accounts.Accounts;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.Profiles;
import org.valija.server.users.User;
import org.valija.server.users.Users;
import org.valija.server.web.Say;

/**
 * <em>Buzón del sistema</em>: the account that mail of the installation itself leaves from. It is always an administrator's:
 * who can open the mailbox finds the links among what it sent. Thread-safe.
 */
@Service
class SystemMailbox implements RecoveryRoad {

    private final SystemMailboxTable table;
    private final OAuth oauth;
    private final Outbox outbox;
    private final Accounts accounts;
    private final Users users;
    private final Profiles profiles;
    private final CurrentUser current;
    private final Audit audit;
    private final MessageSource messages;

    SystemMailbox(
            SystemMailboxTable table,
            OAuth oauth,
            Outbox outbox,
            Accounts accounts,
            Users users,
            Profiles profiles,
            CurrentUser current,
            Audit audit,
            MessageSource messages) {
        this.table = table;
        this.oauth = oauth;
        this.outbox = outbox;
        this.accounts = accounts;
        this.users = users;
        this.profiles = profiles;
        this.current = current;
        this.audit = audit;
        this.messages = messages;
    }

    /** The account that is chosen, whatever its state. */
    Optional<Grant> chosen() {
        return table.find().stream()
                .boxed()
                .flatMap(id -> oauth.vault().grant(id).stream())
                .findFirst();
    }

    /** The account that mail may be handed to; it may wait there until something is mended. */
    Optional<Grant> sender() {
        return chosen().filter(grant -> grant.state() != GrantState.DISCONNECTED && isAdministrators(grant));
    }

    /** Accounts that may be chosen. */
    List<AccountView> candidates() {
        current.must(Function.SYSTEM_MAILBOX, Operation.VIEW);
        return accounts.all().stream()
                .filter(view -> view.grant().state() != GrantState.DISCONNECTED && isAdministrators(view.grant()))
                .toList();
    }

    /**
     * Chooses the account, or none; SUPERVISOR alone may, because whoever owns the account can read the links of all.
     *
     * @throws org.springframework.security.access.AccessDeniedException for others, or when there is none such to choose
     */
    void choose(Optional<Long> grantId) {
        current.must(Function.SYSTEM_MAILBOX, Operation.CHANGE);
        current.mustBeSupervisor();
        if (grantId.isEmpty()) {
            table.clear();
        } else {
            table.put(candidates().stream()
                    .map(view -> view.grant().id())
                    .filter(id -> id.equals(grantId.get()))
                    .findFirst()
                    .orElseThrow(CurrentUser::denied));
        }
        audit.note(AuditEvent.of(
                AuditAction.SYSTEM_MAILBOX_CHANGED, chosen().map(Grant::email).orElse("")));
    }

    /** Why no link reaches anybody now; empty while they do. */
    Optional<Say> trouble() {
        Optional<Grant> chosen = chosen();
        if (chosen.isEmpty()) {
            return Optional.of(own("none"));
        }
        Grant grant = chosen.get();
        if (grant.state() == GrantState.DISCONNECTED) {
            return Optional.of(own("disconnected", grant.email()));
        }
        if (!isAdministrators(grant)) {
            return Optional.of(own("owner", grant.email(), grant.userCode()));
        }
        if (grant.state() != GrantState.CONNECTED) {
            return accounts.diagnosis(grant).map(Say::of).or(() -> Optional.of(own("held", grant.email())));
        }
        return outbox.holds().stream().anyMatch(hold -> hold.grantId() == grant.id())
                ? Optional.of(own("held", grant.email()))
                : Optional.empty();
    }

    @Override
    public boolean isOpen() {
        return trouble().isEmpty();
    }

    private boolean isAdministrators(Grant grant) {
        return users.find(grant.userCode())
                .filter(User::active)
                .filter(user -> profiles.of(user).administers())
                .isPresent();
    }

    private Say own(String key, Object... arguments) {
        return new Say(
                text("mailbox." + key + ".what", arguments),
                text("mailbox." + key + ".side", arguments),
                text("mailbox." + key + ".todo", arguments),
                "");
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}

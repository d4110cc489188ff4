package org.valija.server.recovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Service;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.oauth.OAuth;
import org.valija.outbox.AccountHold;
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
 * <em>Buzón del sistema</em>: the accounts that mail of the installation itself leaves from; of several, the first that can
 * send. They are always administrators': who can open the mailbox finds the links among what it sent. Thread-safe.
 */
@Service
public class SystemMailbox implements RecoveryRoad {

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

    /**
     * An account that is chosen.
     *
     * @param trouble why mail does not leave from it now
     * @param heldSince when its mail was held, where its permission is good and that is all
     */
    public record Standing(Grant grant, Optional<Say> trouble, Optional<Instant> heldSince) {

        public boolean healthy() {
            return trouble.isEmpty();
        }
    }

    /** The accounts that are chosen, whatever their state, in the order in which they are tried. */
    List<Grant> chosen() {
        return table.all().stream()
                .flatMap(id -> oauth.vault().grant(id).stream())
                .toList();
    }

    /** The same with how they stand. */
    public List<Standing> standings() {
        List<Grant> chosen = chosen();
        List<AccountHold> holds = chosen.isEmpty() ? List.of() : outbox.holds();
        return chosen.stream().map(grant -> standing(grant, holds)).toList();
    }

    private Standing standing(Grant grant, List<AccountHold> holds) {
        Optional<Say> permission = trouble(grant);
        if (permission.isPresent()) {
            return new Standing(grant, permission, Optional.empty());
        }
        return holds.stream()
                .filter(hold -> hold.grantId() == grant.id())
                .findFirst()
                .map(hold -> new Standing(grant, Optional.of(own("held", grant.email())), Optional.of(hold.since())))
                .orElseGet(() -> new Standing(grant, Optional.empty(), Optional.empty()));
    }

    /** The account that mail leaves from now. */
    public Optional<Grant> healthy() {
        return standings().stream()
                .filter(Standing::healthy)
                .map(Standing::grant)
                .findFirst();
    }

    /** The account that mail may be handed to: the first that can send; while none can, it waits at the first that is not lost. */
    public Optional<Grant> sender() {
        List<Standing> standings = standings();
        return standings.stream()
                .filter(Standing::healthy)
                .map(Standing::grant)
                .findFirst()
                .or(() -> standings.stream()
                        .map(Standing::grant)
                        .filter(grant -> grant.state() != GrantState.DISCONNECTED && isAdministrators(grant))
                        .findFirst());
    }

    /** Accounts that may be chosen. */
    List<AccountView> candidates() {
        current.must(Function.SYSTEM_MAILBOX, Operation.VIEW);
        return accounts.all().stream()
                .filter(view -> view.grant().state() != GrantState.DISCONNECTED && isAdministrators(view.grant()))
                .toList();
    }

    /**
     * Chooses the accounts in their order, or none; SUPERVISOR alone may, because whoever owns one can read the links of all.
     *
     * @throws org.springframework.security.access.AccessDeniedException for others, or when one is none such to choose
     */
    void choose(List<Long> grantIds) {
        current.must(Function.SYSTEM_MAILBOX, Operation.CHANGE);
        current.mustBeSupervisor();
        List<Long> wanted = grantIds.stream().distinct().toList();
        Set<Long> possible =
                candidates().stream().map(view -> view.grant().id()).collect(Collectors.toSet());
        if (!possible.containsAll(wanted)) {
            throw CurrentUser.denied();
        }
        table.put(wanted);
        audit.note(AuditEvent.of(
                AuditAction.SYSTEM_MAILBOX_CHANGED,
                chosen().stream().map(Grant::email).collect(Collectors.joining(" "))));
    }

    /** Why no link reaches anybody now; empty while they do. */
    Optional<Say> trouble() {
        List<Standing> standings = standings();
        if (standings.isEmpty()) {
            return Optional.of(own("none"));
        }
        return standings.stream().anyMatch(Standing::healthy)
                ? Optional.empty()
                : standings.getFirst().trouble();
    }

    /** What a permission's state says against an account. */
    private Optional<Say> trouble(Grant grant) {
        if (grant.state() == GrantState.DISCONNECTED) {
            return Optional.of(own("disconnected", grant.email()));
        }
        if (!isAdministrators(grant)) {
            return Optional.of(own("owner", grant.email(), grant.userCode()));
        }
        if (grant.state() != GrantState.CONNECTED) {
            return accounts.diagnosis(grant).map(Say::of).or(() -> Optional.of(own("held", grant.email())));
        }
        return Optional.empty();
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

package org.valija.server.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.valija.mail.MailContent;
import org.valija.oauth.Grant;
import org.valija.outbox.Attempt;
import org.valija.outbox.Lane;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MailPage;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.outbox.WaitingCount;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.Accounts;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.sql.Database;

/**
 * The mails that the present user may see and act on: those of accounts that they use, or all for who administers. Of an
 * account that is shared with them, what goes in lane {@code RECOVERY} is not theirs: it lets others in. What is another's and what is
 * not there are refused alike. Thread-safe.
 */
@Service
public class OutgoingMails {

    private static final int PAGE = 50;
    private static final int MOST_NUMBERS = 15;

    private final Outbox outbox;
    private final CurrentUser current;
    private final AccountOwners owners;
    private final Accounts accounts;
    private final OutboxSnapshot snapshot;
    private final Database database;
    private final ObjectProvider<MailOrigin> origin;
    private final Audit audit;

    OutgoingMails(
            Outbox outbox,
            CurrentUser current,
            AccountOwners owners,
            Accounts accounts,
            OutboxSnapshot snapshot,
            Database database,
            ObjectProvider<MailOrigin> origin,
            Audit audit) {
        this.outbox = outbox;
        this.current = current;
        this.owners = owners;
        this.accounts = accounts;
        this.snapshot = snapshot;
        this.database = database;
        this.origin = origin;
        this.audit = audit;
    }

    /**
     * Whose mail is looked at.
     *
     * @param all everybody's
     * @param accounts else these alone
     */
    record Scope(boolean all, Set<Long> accounts) {

        Scope {
            accounts = Set.copyOf(accounts);
        }

        boolean isNothing() {
            return !all && accounts.isEmpty();
        }

        boolean contains(long grantId) {
            return all || accounts.contains(grantId);
        }

        /** One account of them alone. */
        Scope of(Optional<Long> account) {
            return account.map(id -> new Scope(false, contains(id) ? Set.of(id) : Set.<Long>of()))
                    .orElse(this);
        }
    }

    /**
     * What the present user may see.
     *
     * @throws org.valija.server.users.NotPermittedException unless they may look at the outbox
     */
    Scope scope() {
        current.must(Function.OUTBOX, Operation.VIEW);
        return owners.seesAll()
                ? new Scope(true, Set.of())
                : new Scope(
                        false,
                        accounts.usable(owners.current()).stream()
                                .map(view -> view.grant().id())
                                .collect(Collectors.toSet()));
    }

    /** The latest mails of a scope that fit. */
    MailPage search(Scope scope, MailFilter filter, Optional<Long> olderThan) {
        return scope.isNothing()
                ? new MailPage(List.of(), Optional.empty())
                : theirs(outbox.search(filter.of(scope.accounts()), olderThan, PAGE));
    }

    /** The latest mails that the present user may see and that fit; fewer where others are left out between them. */
    public MailPage search(MailFilter filter, Optional<Long> olderThan, int most) {
        Scope scope = scope();
        return scope.isNothing()
                ? new MailPage(List.of(), Optional.empty())
                : theirs(outbox.search(filter.of(scope.accounts()), olderThan, most));
    }

    private MailPage theirs(MailPage page) {
        return new MailPage(theirs(page.mails()), page.olderThan());
    }

    /** Without those in lane {@code RECOVERY} of accounts that the present user does not manage. */
    private List<OutboxMail> theirs(List<OutboxMail> mails) {
        Set<Long> others = notManaged(
                mails.stream().filter(mail -> mail.lane() == Lane.RECOVERY).map(OutboxMail::grantId));
        return mails.stream()
                .filter(mail -> mail.lane() != Lane.RECOVERY || !others.contains(mail.grantId()))
                .toList();
    }

    /** What a scope has of these, without what goes in lane {@code RECOVERY} of accounts that the present user does not manage. */
    List<WaitingCount> theirs(Scope scope, List<WaitingCount> counts) {
        Set<Long> others = notManaged(counts.stream()
                .filter(count -> count.lane() == Lane.RECOVERY && scope.contains(count.grantId()))
                .map(WaitingCount::grantId));
        return counts.stream()
                .filter(count -> scope.contains(count.grantId()))
                .filter(count -> count.lane() != Lane.RECOVERY || !others.contains(count.grantId()))
                .toList();
    }

    private Set<Long> notManaged(Stream<Long> accounts) {
        return accounts.distinct().filter(account -> !owners.manages(account)).collect(Collectors.toSet());
    }

    private void mustSee(List<OutboxMail> mails) {
        mails.stream().map(OutboxMail::grantId).distinct().forEach(owners::seen);
        if (theirs(mails).size() < mails.size()) {
            throw CurrentUser.denied();
        }
    }

    /**
     * A mail of the present user's.
     *
     * @throws org.springframework.security.access.AccessDeniedException when it is another's, or there is none
     */
    OutboxMail own(long id) {
        current.must(Function.OUTBOX, Operation.VIEW);
        OutboxMail mail = outbox.find(id).orElseThrow(CurrentUser::denied);
        mustSee(List.of(mail));
        return mail;
    }

    /**
     * A mail that the present user has handed in, whether or not they may look at the outbox; empty when its record is
     * forgotten.
     *
     * @throws org.springframework.security.access.AccessDeniedException when it is another's
     */
    public Optional<OutboxMail> find(long id) {
        Optional<OutboxMail> mail = outbox.find(id);
        mail.ifPresent(found -> mustSee(List.of(found)));
        return mail;
    }

    /** Those of some mails that the present user may see. */
    List<OutboxMail> seen(Scope scope, Collection<Long> ids) {
        return theirs(ids.stream()
                .flatMap(id -> outbox.find(id).stream())
                .filter(mail -> scope.contains(mail.grantId()))
                .toList());
    }

    /** Every attempt to deliver a mail, in their order. */
    public List<Attempt> attempts(OutboxMail mail) {
        return outbox.attempts(mail.id());
    }

    /**
     * Does something with mails, where it fits their state.
     *
     * @throws org.springframework.security.access.AccessDeniedException when one is another's; nothing is done then
     */
    public Acted act(MailAction action, Collection<Long> ids) {
        current.must(Function.OUTBOX, action == MailAction.CANCEL ? Operation.DELETE : Operation.RUN);
        return done(action, ids);
    }

    /**
     * Takes a mail back for who has just sent it, whose permission to send is the caller's to ask for; false when it is leaving,
     * or has ended.
     */
    public boolean takeBack(long id) {
        return done(MailAction.CANCEL, List.of(id)).done() == 1;
    }

    private Acted done(MailAction action, Collection<Long> ids) {
        List<OutboxMail> mails = ids.stream()
                .distinct()
                .map(id -> outbox.find(id).orElseThrow(CurrentUser::denied))
                .toList();
        mustSee(mails);
        List<OutboxMail> fitting = mails.stream().filter(action::fits).toList();
        List<Long> its = fitting.stream().map(OutboxMail::id).toList();
        Acted acted = switch (action) {
            case RETRY, RELEASE -> letGo(fitting);
            case HOLD -> new Acted(outbox.hold(its), 0);
            case CANCEL -> new Acted(each(its, outbox::cancel), 0);
            case SETTLE -> new Acted(each(its, outbox::settle), 0);
        };
        if (acted.done() > 0) {
            note(action, fitting, acted);
        }
        origin.ifAvailable(known -> known.changed(its));
        snapshot.forget();
        return acted;
    }

    /** Of several mails one line tells; the numbers of the first stand in it. */
    private void note(MailAction action, List<OutboxMail> mails, Acted acted) {
        String numbers = mails.stream()
                .limit(MOST_NUMBERS)
                .map(mail -> Long.toString(mail.id()))
                .collect(Collectors.joining(", "));
        audit.note(AuditEvent.of(
                        switch (action) {
                            case RETRY -> AuditAction.MAIL_RETRIED;
                            case HOLD -> AuditAction.MAIL_HELD;
                            case RELEASE -> AuditAction.MAIL_RELEASED;
                            case CANCEL -> AuditAction.MAIL_CANCELLED;
                            case SETTLE -> AuditAction.MAIL_SETTLED;
                        },
                        mails.size() > MOST_NUMBERS ? numbers + ", …" : numbers)
                .with(AuditDetail.COUNT, acted.done()));
    }

    /**
     * What was done.
     *
     * @param done to how many mails
     * @param superseded how many stay as they are, because what they bring was sent since
     */
    public record Acted(int done, int superseded) {}

    /** What has ended goes again only where it was not sent anew since. */
    private Acted letGo(List<OutboxMail> mails) {
        List<Long> ended = mails.stream()
                .filter(mail -> mail.endedAt().isPresent())
                .map(OutboxMail::id)
                .toList();
        Acted acted = database.inTransaction(connection -> {
            Set<Long> superseded = superseded(connection, ended);
            List<Long> going = mails.stream()
                    .map(OutboxMail::id)
                    .filter(id -> !superseded.contains(id))
                    .toList();
            return new Acted(outbox.retry(connection, going), superseded.size());
        });
        mails.stream().map(OutboxMail::grantId).distinct().forEach(outbox::wake);
        return acted;
    }

    private Set<Long> superseded(Connection connection, List<Long> ended) throws SQLException {
        MailOrigin known = origin.getIfAvailable();
        return known == null || ended.isEmpty() ? Set.of() : known.superseded(connection, ended);
    }

    private static int each(List<Long> ids, LongPredicate action) {
        return (int) ids.stream().filter(action::test).count();
    }

    Grant pause(long grantId) {
        current.must(Function.OUTBOX, Operation.RUN);
        Grant grant = owners.own(grantId);
        outbox.pause(grantId);
        audit.note(AuditEvent.of(AuditAction.MAIL_HELD, grant.email()).with(AuditDetail.USER, grant.userCode()));
        snapshot.forget();
        return grant;
    }

    Grant resume(long grantId) {
        current.must(Function.OUTBOX, Operation.RUN);
        Grant grant = owners.own(grantId);
        outbox.resume(grantId);
        audit.note(AuditEvent.of(AuditAction.MAIL_RELEASED, grant.email()).with(AuditDetail.USER, grant.userCode()));
        snapshot.forget();
        return grant;
    }

    /**
     * What a mail says is its owner's alone to read: administrators see that it exists, and who gets it. What goes in lane
     * {@code RECOVERY} lets its recipient in, and is nobody else's to read.
     */
    boolean mayRead(OutboxMail mail) {
        return mail.content().isPresent() && mail.lane() != Lane.RECOVERY && owners.isOwn(owners.seen(mail.grantId()));
    }

    /** @throws org.springframework.security.access.AccessDeniedException when it is not the present user's to read, or is purged */
    MailContent content(OutboxMail mail) {
        if (!mayRead(mail)) {
            throw CurrentUser.denied();
        }
        return outbox.content(mail).orElseThrow(CurrentUser::denied);
    }
}

package org.valija.server.bulk;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MailPage;
import org.valija.outbox.MessageState;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.server.accounts.AccountOwners;
import org.valija.server.accounts.Accounts;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.bulk.BulkRows.Row;
import org.valija.server.bulk.BulkTable.NewBulk;
import org.valija.server.documents.DocumentDesk;
import org.valija.server.documents.DocumentFilter;
import org.valija.server.documents.Documents;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.users.Users;
import org.valija.sql.Database;

/**
 * The bulk deliveries that the present user may see and act on: their own, or all for who administers, of companies that they
 * are authorised for, with documents of kinds that their profile permits seeing. What is another's and what is not there are
 * refused alike. A state and what the outbox does about it change in one transaction. Thread-safe.
 */
@Service
class Bulks {

    /** Documents of one delivery. */
    static final int LARGEST = 50_000;

    private static final int LONGEST_NAME = 120;
    private static final int PAGE = 50;

    private final Database database;
    private final BulkTable bulks;
    private final BulkItemTable items;
    private final BulkClerk clerk;
    private final BulkWorker worker;
    private final Documents documents;
    private final Outbox outbox;
    private final AccountOwners owners;
    private final Accounts accounts;
    private final DocumentDesk desk;
    private final CurrentUser current;
    private final Audit audit;
    private final Clock clock;

    Bulks(
            Database database,
            BulkTable bulks,
            BulkItemTable items,
            BulkClerk clerk,
            BulkWorker worker,
            Documents documents,
            Outbox outbox,
            AccountOwners owners,
            Accounts accounts,
            DocumentDesk desk,
            CurrentUser current,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.bulks = bulks;
        this.items = items;
        this.clerk = clerk;
        this.worker = worker;
        this.documents = documents;
        this.outbox = outbox;
        this.owners = owners;
        this.accounts = accounts;
        this.desk = desk;
        this.current = current;
        this.audit = audit;
        this.clock = clock;
    }

    /** What became of the start. */
    enum Started {
        STARTED,
        /** Somebody has started, changed or discarded it meanwhile. */
        NOT_PREPARED,
        /** No document of it may be sent. */
        NOTHING
    }

    /**
     * One to look at or act on.
     *
     * @throws org.springframework.security.access.AccessDeniedException when it is another's, or there is none
     * @throws org.valija.server.users.NotPermittedException for who may not see documents of every kind in it
     */
    BulkDelivery own(long id) {
        current.must(Function.BULK, Operation.VIEW);
        BulkDelivery bulk = bulks.find(id).orElseThrow(CurrentUser::denied);
        current.mustSee(bulk.companyId());
        boolean mine = Users.canonical(bulk.userCode()).equals(owners.current());
        if (!mine && !owners.seesAll()) {
            throw CurrentUser.denied();
        }
        items.kinds(id).forEach(kind -> desk.must(Operation.VIEW, kind));
        return bulk;
    }

    /** The latest that the present user may see. */
    List<BulkDelivery> latest(Optional<Long> olderThan, int most) {
        current.must(Function.BULK, Operation.VIEW);
        Optional<String> maker = owners.seesAll() ? Optional.empty() : Optional.of(owners.current());
        return bulks.latest(maker, current.companies(), olderThan, most);
    }

    /**
     * Makes one of these documents of a company, each once, and has them looked at; up to {@link #LARGEST} of them.
     *
     * @return its id
     * @throws org.springframework.security.access.AccessDeniedException for who may not send all of them
     */
    long create(long companyId, String name, Collection<Long> documentIds) {
        mustCreate();
        current.mustSee(companyId);
        List<Long> chosen = documentIds.stream().distinct().limit(LARGEST).toList();
        desk.must(Operation.RUN, chosen);
        return added(companyId, name, chosen);
    }

    /** @throws org.valija.server.users.NotPermittedException for who may not make any */
    void mustCreate() {
        current.must(Function.BULK, Operation.CREATE);
    }

    private long added(long companyId, String name, List<Long> chosen) {
        String cut = name.strip().substring(0, Math.min(name.strip().length(), LONGEST_NAME));
        NewBulk bulk = new NewBulk(companyId, owners.current(), cut, chosen.size());
        long id = database.inTransaction(connection -> {
            long added = bulks.insert(connection, bulk, clock.instant());
            items.insert(connection, added, chosen);
            return added;
        });
        worker.wake();
        return id;
    }

    /** The same of all documents that fit. */
    long create(String name, DocumentFilter filter) {
        mustCreate();
        desk.must(Operation.RUN, filter);
        return added(filter.companyId(), name, documents.ids(filter, LARGEST));
    }

    /**
     * Starts one that is prepared, from an account that who made it uses.
     *
     * @throws org.springframework.security.access.AccessDeniedException for anybody else, whoever administers included: mail
     *     leaves in a person's name only when that person wants it to; and for who may not send documents of such kinds now
     */
    Started start(BulkDelivery bulk, Grant grant, BulkOptions options) {
        mustRun();
        String maker = Users.canonical(bulk.userCode());
        if (!maker.equals(owners.current())
                || accounts.sending(maker, grant.id()).isEmpty()) {
            throw CurrentUser.denied();
        }
        items.kinds(bulk.id()).forEach(kind -> desk.must(Operation.RUN, kind));
        long ready = items.counts(bulk.id()).entrySet().stream()
                .filter(count -> count.getKey() == ItemState.READY
                        || (options.again() && count.getKey() == ItemState.ALREADY_SENT))
                .mapToLong(count -> count.getValue())
                .sum();
        if (ready == 0) {
            return Started.NOTHING;
        }
        boolean started = database.inTransaction(connection -> {
            if (!bulks.start(connection, bulk.id(), grant.id(), options, clock.instant())) {
                return false;
            }
            if (options.again()) {
                items.change(connection, bulk.id(), ItemState.ALREADY_SENT, ItemState.READY);
            }
            audit.note(
                    connection,
                    about(AuditAction.BULK_STARTED, bulk)
                            .with(AuditDetail.ADDRESS, grant.email())
                            .with(AuditDetail.COUNT, ready));
            return true;
        });
        worker.wake();
        return started ? Started.STARTED : Started.NOT_PREPARED;
    }

    /** @throws org.valija.server.users.NotPermittedException for who may not start, pause or end any */
    void mustRun() {
        current.must(Function.BULK, Operation.RUN);
    }

    /** Nothing more of it is handed in, and nothing that waits leaves; false when it does not run. */
    boolean pause(BulkDelivery bulk) {
        mustRun();
        return database.inTransaction(connection -> {
            boolean paused = bulks.change(connection, bulk.id(), List.of(BulkState.RUNNING), BulkState.PAUSED);
            if (paused) {
                outbox.holdBatch(connection, bulk.batch());
                audit.note(connection, about(AuditAction.BULK_PAUSED, bulk));
            }
            return paused;
        });
    }

    /** It goes on; false when it is not paused. */
    boolean resume(BulkDelivery bulk) {
        mustRun();
        boolean resumed = database.inTransaction(connection -> {
            boolean changed = bulks.change(connection, bulk.id(), List.of(BulkState.PAUSED), BulkState.RUNNING);
            if (changed) {
                outbox.releaseBatch(connection, bulk.batch());
                audit.note(connection, about(AuditAction.BULK_RESUMED, bulk));
            }
            return changed;
        });
        bulk.grantId().ifPresent(outbox::wake);
        worker.wake();
        return resumed;
    }

    /** What has not left is not sent; false when it neither runs nor is paused. */
    boolean stop(BulkDelivery bulk) {
        mustRun();
        boolean stopped = database.inTransaction(connection -> {
            boolean changed = bulks.change(
                    connection, bulk.id(), List.of(BulkState.RUNNING, BulkState.PAUSED), BulkState.STOPPING);
            if (changed) {
                items.change(connection, bulk.id(), ItemState.READY, ItemState.STOPPED);
                outbox.holdBatch(connection, bulk.batch());
                audit.note(connection, about(AuditAction.BULK_STOPPED, bulk));
            }
            return changed;
        });
        worker.wake();
        return stopped;
    }

    /** Looks at its documents again, before it is started; false when it was. */
    boolean checkAgain(BulkDelivery bulk) {
        mustRun();
        boolean again = database.inTransaction(connection -> {
            boolean changed = bulks.change(connection, bulk.id(), List.of(BulkState.PREPARED), BulkState.CHECKING);
            for (ItemState state : ItemState.values()) {
                if (changed && state != ItemState.TO_CHECK) {
                    items.change(connection, bulk.id(), state, ItemState.TO_CHECK);
                }
            }
            return changed;
        });
        worker.wake();
        return again;
    }

    /** Forgets one that was not started; false when it was. */
    boolean discard(BulkDelivery bulk) {
        current.must(Function.BULK, Operation.DELETE);
        return database.inTransaction(connection -> {
            boolean discarded = bulks.delete(connection, bulk.id());
            if (discarded) {
                audit.note(connection, about(AuditAction.BULK_DISCARDED, bulk));
            }
            return discarded;
        });
    }

    private static AuditEvent about(AuditAction action, BulkDelivery bulk) {
        return AuditEvent.of(action, bulk.name()).with(AuditDetail.NUMBER, bulk.id());
    }

    /**
     * Makes another of those documents of an ended one that were not sent and that somebody may have mended.
     *
     * @return its id; empty when there is none
     */
    Optional<Long> createOfTheRest(BulkDelivery bulk, String name) {
        mustCreate();
        List<Long> rest = new ArrayList<>();
        BulkRows.of(items, outbox, bulk.id()).forEach(row -> {
            if (row.isMendable()) {
                rest.add(row.item().documentId());
            }
        });
        return bulk.state().isEnded() && !rest.isEmpty()
                ? Optional.of(create(bulk.companyId(), name, rest))
                : Optional.empty();
    }

    BulkItem item(BulkDelivery bulk, int seq) {
        return items.find(bulk.id(), seq).orElseThrow(CurrentUser::denied);
    }

    /**
     * The mail of one as it would leave from that account; empty when it would not.
     *
     * @throws org.valija.server.users.NotPermittedException for who may not see the document, looked at or not
     */
    Optional<OutgoingMail> preview(BulkDelivery bulk, BulkItem item, String from, BulkOptions options) {
        desk.must(Operation.VIEW, List.of(item.documentId()));
        return clerk.preview(bulk, item, from, options);
    }

    /** Every document of it with its mail, in their order. */
    BulkRows rows(BulkDelivery bulk) {
        return BulkRows.of(items, outbox, bulk.id());
    }

    /** One document with its mail. */
    Row row(BulkItem item) {
        return BulkRows.with(outbox, List.of(item)).getFirst();
    }

    /** A part of the documents that are shown. */
    BulkPage page(BulkDelivery bulk, BulkSelection selection) {
        return selection
                .mails()
                .map(state -> ofMails(bulk, state, selection.after()))
                .orElseGet(() -> ofItems(bulk, selection));
    }

    private BulkPage ofItems(BulkDelivery bulk, BulkSelection selection) {
        List<BulkItem> found = items.page(
                bulk.id(), selection.items().stream().toList(), Math.toIntExact(selection.after()), PAGE + 1);
        boolean more = found.size() > PAGE;
        List<BulkItem> shown = more ? found.subList(0, PAGE) : found;
        return new BulkPage(
                BulkRows.with(outbox, shown),
                more ? Optional.of((long) shown.getLast().seq()) : Optional.empty());
    }

    /** Those whose mail is in a state; the outbox knows which, the latest first. */
    private BulkPage ofMails(BulkDelivery bulk, MessageState state, long olderThan) {
        MailPage found = outbox.search(
                MailFilter.ALL.ofBatch(bulk.batch()).in(state),
                olderThan == 0 ? Optional.empty() : Optional.of(olderThan),
                PAGE);
        List<BulkItem> shown = items.ofMails(
                bulk.id(), found.mails().stream().map(OutboxMail::id).toList());
        return new BulkPage(BulkRows.with(outbox, shown), found.olderThan());
    }
}

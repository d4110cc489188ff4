package org.valija.outbox;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.valija.diagnosis.Cause;
import org.valija.mail.MailContent;
import org.valija.mail.SendingQuota;
import org.valija.oauth.Grant;
import org.valija.oauth.GrantState;
import org.valija.outbox.HourTable.Change;
import org.valija.outbox.QuotaGate.Room;
import org.valija.sql.Database;
import org.valija.sql.DatabaseException;

/** The transactions of delivering: each leaves the database as a kill right after it may find it. Thread-safe. */
final class DeliveryStore {

    private static final System.Logger LOG = System.getLogger(DeliveryStore.class.getName());

    private final Database database;
    private final GroupWriter writer;
    private final OutboxTables tables;
    private final ContentStore contents;
    private final QuotaGate quotas;
    private final Verdicts verdicts;
    private final Function<Long, Optional<Grant>> grants;
    private final Function<Grant, SendingQuota> quotaOf;
    private final Supplier<OutboxObserver> observer;
    private final Clock clock;

    DeliveryStore(
            Database database,
            GroupWriter writer,
            OutboxTables tables,
            ContentStore contents,
            Verdicts verdicts,
            Function<Long, Optional<Grant>> grants,
            Function<Grant, SendingQuota> quotaOf,
            Supplier<OutboxObserver> observer,
            Clock clock) {
        this.database = database;
        this.writer = writer;
        this.tables = tables;
        this.contents = contents;
        this.quotas = new QuotaGate(tables.hours());
        this.verdicts = verdicts;
        this.grants = grants;
        this.quotaOf = quotaOf;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * What a drain found when it took its account over.
     *
     * @param fence under which it writes
     * @param mayGo whether the account can send, as far as is known
     * @param ordered whether its mails must arrive in their order
     * @param failures how often in a row it could not send
     * @param grant that it sends with
     */
    record Opened(long fence, boolean mayGo, boolean ordered, int failures, Optional<Grant> grant) {
        static final Opened NOTHING = new Opened(0, false, false, 0, Optional.empty());
    }

    /**
     * Mails to send now; none and stopped when the account can send no more for now.
     *
     * @param more whether others may be due beside them
     */
    record Claim(List<OutboxMail> mails, boolean stopped, boolean more) {
        static final Claim NONE = new Claim(List.of(), false, false);
        static final Claim STOPPED = new Claim(List.of(), true, false);
    }

    Instant now() {
        return clock.instant();
    }

    /** The octets of mails, in their order. One that the database does not give is no reason to keep the others. */
    List<StoredContent> contents(List<OutboxMail> mails) {
        List<ContentId> ids =
                mails.stream().map(mail -> mail.content().orElseThrow()).toList();
        return readTogether(ids).stream().map(StoredContent::new).toList();
    }

    private List<MailContent> readTogether(List<ContentId> ids) {
        try {
            return contents.contents(ids, StoredContent.SMALL);
        } catch (DatabaseException e) {
            if (e.kind() != DatabaseException.Kind.OTHER) {
                throw e;
            }
            LOG.log(Level.DEBUG, "contents are read one by one", e);
            return ids.stream().map(contents::content).toList();
        }
    }

    /** Whether something of the account waits, as far as a look without a transaction tells; false when there is none to be had. */
    boolean isDue(long grantId) {
        try {
            return database.run(connection -> tables.messages().isDue(connection, grantId, now()));
        } catch (DatabaseException e) {
            LOG.log(Level.DEBUG, "the database is away; the sweep looks again", e);
            return false;
        }
    }

    /** Begins a drain: nobody else may write for the account any more, and what an earlier one left is settled. */
    Opened open(long grantId) {
        Optional<Grant> grant = grants.apply(grantId);
        return writer.write(grantId, connection -> {
            Instant now = now();
            long fence = tables.accounts().nextFence(connection, grantId);
            AccountTable.Row row = tables.accounts().find(connection, grantId).orElseThrow();
            Opened opened =
                    new Opened(fence, grant.isPresent() && row.mayGo(now), row.ordered(), row.failures(), grant);
            List<OutboxMail> abandoned = tables.messages().abandoned(connection, grantId, fence);
            if (!abandoned.isEmpty()) {
                Notes notes = new Notes();
                tables.messages()
                        .takeOver(connection, abandoned, fence)
                        .forEach(mail -> notes.add(verdicts.interrupted(mail, now)));
                note(connection, grantId, opened, grant, notes);
            }
            if (grant.isEmpty() && row.mayGo(now)) {
                Trouble gone = new Trouble(
                        Optional.of(HoldKind.NEEDS_AUTHENTICATION), Cause.NOT_CONNECTED.code(), "", Optional.empty());
                tables.accounts().stop(connection, grantId, fence, gone, Optional.empty(), Optional.empty(), now);
            }
            return opened;
        });
    }

    /** Writes down what was sent, and claims what is next. */
    Claim noteAndClaim(long grantId, Opened opened, Notes notes, int most, long large) {
        Optional<Grant> grant = grantNow(grantId, opened, notes);
        return writer.write(grantId, connection -> {
            note(connection, grantId, opened, grant, notes);
            return claim(connection, grantId, opened, most, large);
        });
    }

    void note(long grantId, Opened opened, Notes notes) {
        if (!notes.isEmpty()) {
            Optional<Grant> grant = grantNow(grantId, opened, notes);
            writer.write(grantId, connection -> {
                note(connection, grantId, opened, grant, notes);
                return true;
            });
        }
    }

    /**
     * What keeps an account from sending may be its grant, which was right when the drain began: the state is the present one.
     * When its user had authenticated stays as it was then, since only a later authentication mends it.
     */
    private Optional<Grant> grantNow(long grantId, Opened opened, Notes notes) {
        if (notes.trouble().isEmpty()) {
            return opened.grant();
        }
        Optional<GrantState> state = grants.apply(grantId).map(Grant::state);
        return opened.grant().map(used -> used.in(state.orElse(used.state())));
    }

    /** Lets mails wait again that are claimed under a fence and were surely not sent. */
    void unclaim(long grantId, long fence) {
        int mails = writer.write(grantId, connection -> tables.messages().unclaim(connection, grantId, fence));
        if (mails > 0) {
            LOG.log(Level.INFO, "account " + grantId + ": " + mails + " claimed mails were not sent and wait again");
        }
    }

    private Claim claim(Connection connection, long grantId, Opened opened, int most, long large) throws SQLException {
        Instant now = now();
        AccountTable.Row row = tables.accounts().find(connection, grantId).orElseThrow();
        if (row.fence() != opened.fence() || !row.mayGo(now)) {
            return Claim.STOPPED;
        }
        // One more than is taken tells whether there are more.
        List<OutboxMail> found = tables.messages().due(connection, grantId, now, most + 1);
        if (found.isEmpty()) {
            return Claim.NONE;
        }
        List<OutboxMail> due = found.subList(0, Math.min(most, found.size()));
        SendingQuota quota = quotaOf.apply(opened.grant().orElseThrow());
        Room room = quotas.room(connection, row, quota, now);
        List<OutboxMail> fitting = room.fitting(due);
        if (fitting.isEmpty()) {
            Trouble trouble = new Trouble(
                    room.ofDay() ? Optional.of(HoldKind.QUOTA_REACHED) : Optional.empty(),
                    room.ofDay() ? Cause.QUOTA_REACHED.code() : Cause.RATE_LIMITED.code(),
                    room.ofDay()
                            ? "quota of a day: " + quota.mailsPerDay()
                            : "quota of a minute: " + quota.mailsPerMinute(),
                    Optional.empty());
            tables.accounts()
                    .stop(
                            connection,
                            grantId,
                            opened.fence(),
                            trouble,
                            Optional.of(room.again()),
                            Optional.empty(),
                            now);
            return Claim.STOPPED;
        }
        List<OutboxMail> claimed =
                tables.messages().claim(connection, notWithLarge(fitting, large), opened.fence(), now);
        tables.hours().add(connection, grantId, now, new Change(claimed.size(), recipients(claimed), 0, 0, 0, 0));
        if (quota.mailsPerMinute() != SendingQuota.UNBOUNDED) {
            tables.accounts().countMinute(connection, grantId, now, claimed.size());
        }
        return new Claim(claimed.stream().map(mail -> mail.begun(now)).toList(), false, claimed.size() < found.size());
    }

    private static List<OutboxMail> notWithLarge(List<OutboxMail> mails, long large) {
        List<OutboxMail> taken = new ArrayList<>();
        for (OutboxMail mail : mails) {
            boolean isLarge =
                    mail.content().filter(content -> content.octets() > large).isPresent();
            if (isLarge && !taken.isEmpty()) {
                return taken;
            }
            taken.add(mail);
            if (isLarge) {
                return taken;
            }
        }
        return taken;
    }

    private static int recipients(List<OutboxMail> mails) {
        return mails.stream()
                .mapToInt(mail -> mail.envelope().recipients().size())
                .sum();
    }

    private void tell(Verdict verdict) {
        OutboxObserver heard = observer.get();
        Lane lane = verdict.mail().lane();
        verdict.attempt().ifPresent(attempt -> heard.attempted(lane, attempt.result(), attempt.cause()));
        if (verdict.hasEnded()) {
            heard.ended(lane, verdict.mail().state());
        }
    }

    private void note(Connection connection, long grantId, Opened opened, Optional<Grant> grant, Notes notes)
            throws SQLException {
        Instant now = now();
        List<Verdict> written = new ArrayList<>();
        if (!notes.verdicts().isEmpty()) {
            List<Verdict> ended =
                    notes.verdicts().stream().filter(Verdict::hasEnded).toList();
            List<Verdict> going = notes.verdicts().stream()
                    .filter(verdict -> !verdict.hasEnded())
                    .toList();
            if (!ended.isEmpty()) {
                List<Verdict> removed = tables.messages().remove(connection, ended, opened.fence());
                tables.archive()
                        .insert(connection, removed.stream().map(Verdict::mail).toList());
                written.addAll(removed);
            }
            if (!going.isEmpty()) {
                written.addAll(tables.messages().update(connection, going, opened.fence()));
            }
            tables.attempts().insert(connection, written);
            tables.hours().add(connection, grantId, now, change(written));
            if (opened.failures() > 0
                    && written.stream().anyMatch(verdict -> hasResult(verdict, Attempt.Result.DELIVERED))) {
                tables.accounts().succeeded(connection, grantId);
            }
            tellLost(grantId, notes.verdicts(), written);
            written.forEach(this::tell);
        }
        if (notes.trouble().isPresent()) {
            Trouble trouble = notes.trouble().get();
            tables.accounts()
                    .stop(
                            connection,
                            grantId,
                            opened.fence(),
                            trouble,
                            trouble.askAgain().map(now::plus),
                            grant,
                            now);
        }
    }

    private static Change change(List<Verdict> written) {
        List<OutboxMail> notAccepted = written.stream()
                .filter(verdict ->
                        !hasResult(verdict, Attempt.Result.DELIVERED) && !hasResult(verdict, Attempt.Result.UNKNOWN))
                .map(Verdict::mail)
                .toList();
        return new Change(
                -notAccepted.size(),
                -recipients(notAccepted),
                count(written, MessageState.SENT),
                count(written, MessageState.FAILED),
                0,
                (int) written.stream()
                        .filter(verdict -> hasResult(verdict, Attempt.Result.UNKNOWN))
                        .count());
    }

    private static boolean hasResult(Verdict verdict, Attempt.Result result) {
        return verdict.attempt().filter(attempt -> attempt.result() == result).isPresent();
    }

    private static int count(List<Verdict> verdicts, MessageState state) {
        return (int) verdicts.stream()
                .filter(verdict -> verdict.mail().state() == state)
                .count();
    }

    private static void tellLost(long grantId, List<Verdict> all, List<Verdict> written) {
        if (written.size() < all.size()) {
            LOG.log(
                    Level.WARNING,
                    "account " + grantId + ": " + (all.size() - written.size())
                            + " results came after another drain had taken over");
        }
    }
}

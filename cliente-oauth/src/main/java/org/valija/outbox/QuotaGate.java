package org.valija.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.valija.mail.SendingQuota;
import org.valija.outbox.HourTable.Used;

/**
 * How much of an account's mail may be begun now. What was begun counts in the hour of its beginning, for 25 hours: providers
 * count 24, to the minute. Counted in the database, in the transaction that claims the mails, whichever node sends them.
 */
final class QuotaGate {

    static final Duration COUNTED = Duration.ofHours(25);

    private final HourTable hours;

    QuotaGate(HourTable hours) {
        this.hours = hours;
    }

    /**
     * What is left.
     *
     * @param mails that may be begun
     * @param recipients that may be written to
     * @param again when there will be more
     * @param ofDay whether it is the day's quota that gives more then, and not the minute's
     * @param untouched whether nothing was used
     */
    record Room(int mails, int recipients, Instant again, boolean ofDay, boolean untouched) {

        /** The first of these mails that fit. A mail to more than a day's recipients goes first on a day: the provider decides. */
        List<OutboxMail> fitting(List<OutboxMail> due) {
            List<OutboxMail> fitting = new ArrayList<>();
            int written = 0;
            for (OutboxMail mail : due) {
                written += mail.envelope().recipients().size();
                boolean fits = written <= recipients || (untouched && fitting.isEmpty());
                if (fitting.size() >= mails || !fits) {
                    return fitting;
                }
                fitting.add(mail);
            }
            return fitting;
        }
    }

    Room room(Connection connection, AccountTable.Row account, SendingQuota quota, Instant now) throws SQLException {
        int minute = quota.mailsPerMinute();
        if (minute != SendingQuota.UNBOUNDED
                && account.minute().equals(Optional.of(now.truncatedTo(ChronoUnit.MINUTES)))) {
            minute = Math.max(0, minute - account.minuteMails());
        }
        Instant nextMinute = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        if (quota.mailsPerDay() == SendingQuota.UNBOUNDED && quota.recipientsPerDay() == SendingQuota.UNBOUNDED) {
            return new Room(minute, SendingQuota.UNBOUNDED, nextMinute, false, false);
        }
        List<Used> used = hours.usedSince(connection, account.grantId(), now.minus(COUNTED)).stream()
                .filter(hour -> hour.mails() > 0)
                .toList();
        int mails =
                left(quota.mailsPerDay(), used.stream().mapToInt(Used::mails).sum());
        int recipients = left(
                quota.recipientsPerDay(),
                used.stream().mapToInt(Used::recipients).sum());
        boolean ofDay = minute > 0 || mails == 0 || recipients == 0;
        Instant again = ofDay && !used.isEmpty() ? used.get(0).hour().plus(COUNTED) : nextMinute;
        return new Room(Math.min(minute, mails), recipients, again, ofDay, used.isEmpty());
    }

    static QuotaUse use(List<Used> used) {
        return new QuotaUse(
                used.stream().mapToLong(Used::mails).sum(),
                used.stream().mapToLong(Used::recipients).sum());
    }

    private static int left(int quota, int used) {
        return quota == SendingQuota.UNBOUNDED ? quota : Math.max(0, quota - used);
    }
}

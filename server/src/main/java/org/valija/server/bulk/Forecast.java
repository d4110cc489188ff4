package org.valija.server.bulk;

import org.valija.mail.SendingQuota;
import org.valija.outbox.QuotaUse;

/**
 * When mails leave that a provider does not take all in a day.
 *
 * @param perDay mails that the account may send in a day
 * @param left of those today
 * @param today mails that leave today
 * @param later those that leave on the days after
 * @param days how many days those take
 */
record Forecast(long perDay, long left, long today, long later, long days) {

    /**
     * Counts it.
     *
     * @param recipients of each mail, at least
     */
    static Forecast of(long mails, SendingQuota quota, QuotaUse used, int recipients) {
        long perDay = Math.max(1, Math.min(quota.mailsPerDay(), quota.recipientsPerDay() / recipients));
        long left = Math.max(
                0,
                Math.min(
                        quota.mailsPerDay() - used.mails(),
                        (quota.recipientsPerDay() - used.recipients()) / recipients));
        long today = Math.min(mails, left);
        long later = mails - today;
        return new Forecast(perDay, left, today, later, (later + perDay - 1) / perDay);
    }

    /** Whether some do not leave today. */
    public boolean isLong() {
        return later > 0;
    }
}

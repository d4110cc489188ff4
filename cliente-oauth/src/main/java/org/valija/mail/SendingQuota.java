package org.valija.mail;

/**
 * What a provider takes from one account. Providers count over the last 24 hours, not by the calendar.
 *
 * @param mailsPerDay mails in 24 hours
 * @param recipientsPerDay recipients in 24 hours, each as often as it is written to
 * @param mailsPerMinute mails in a minute
 */
public record SendingQuota(int mailsPerDay, int recipientsPerDay, int mailsPerMinute) {

    /** Stands for a bound that there is not. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** A mail server that counts nothing, as far as is known. */
    public static final SendingQuota NONE = new SendingQuota(UNBOUNDED, UNBOUNDED, UNBOUNDED);

    /** support.google.com/mail/answer/22839: a personal account. */
    public static final SendingQuota GMAIL_PERSONAL = new SendingQuota(500, 500, UNBOUNDED);

    /** support.google.com/a/answer/166852: an account of Google Workspace. */
    public static final SendingQuota GMAIL_WORKSPACE = new SendingQuota(2_000, 10_000, UNBOUNDED);

    /** support.microsoft.com, "Sending limits in Outlook.com": an account without much history sends less than others. */
    public static final SendingQuota OUTLOOK_PERSONAL = new SendingQuota(300, 1_000, 30);

    /** learn.microsoft.com, "Exchange Online limits": 10,000 recipients a day, 30 messages a minute. */
    public static final SendingQuota MICROSOFT_365 = new SendingQuota(UNBOUNDED, 10_000, 30);

    /** @throws IllegalArgumentException when nothing could ever be sent */
    public SendingQuota {
        if (mailsPerDay < 1 || recipientsPerDay < 1 || mailsPerMinute < 1) {
            throw new IllegalArgumentException("a quota lets at least one mail a day and a minute through");
        }
    }

    /** Mails a day alone. */
    public static SendingQuota perDay(int mails) {
        return new SendingQuota(mails, UNBOUNDED, UNBOUNDED);
    }
}

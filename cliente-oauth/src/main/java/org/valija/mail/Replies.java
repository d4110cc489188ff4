package org.valija.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.Recipient;
import org.valija.mail.Outcome.RejectCause;

/** What refusals mean: the known ones as data, the rest by their first digit. */
final class Replies {

    /**
     * A refusal that providers are known for.
     *
     * @param status enhanced status code
     * @param words that the text must contain, in lower case; empty for any
     */
    private record Known(int code, String status, String words, HoldReason reason) {}

    private static final List<Known> HELD = List.of(
            // support.google.com/mail/answer/22839: daily sending quota
            new Known(550, "5.4.5", "", HoldReason.QUOTA_REACHED),
            new Known(421, "4.7.0", "rate", HoldReason.QUOTA_REACHED),
            new Known(452, "4.5.3", "quota", HoldReason.QUOTA_REACHED),
            // learn.microsoft.com, "Client SMTP submission": the tenant or mailbox has SMTP AUTH off
            new Known(535, "5.7.139", "", HoldReason.SUBMISSION_DISABLED),
            new Known(550, "5.7.30", "", HoldReason.SUBMISSION_DISABLED),
            // learn.microsoft.com, NDR 5.7.60: the account has no "send as" for the address
            new Known(550, "5.7.60", "", HoldReason.SENDER_NOT_ALLOWED),
            new Known(554, "5.2.252", "", HoldReason.SENDER_NOT_ALLOWED),
            // Postfix, reject_sender_login_mismatch
            new Known(553, "5.7.1", "sender address rejected", HoldReason.SENDER_NOT_ALLOWED));

    private Replies() {}

    /** The reason to hold, where a reply is known to be about the account and not about the mail. */
    static Optional<HoldReason> holdReason(SmtpReply reply) {
        String status = reply.enhancedStatus().orElse("");
        String text = reply.text().toLowerCase(Locale.ROOT);
        return HELD.stream()
                .filter(known ->
                        known.code() == reply.code() && known.status().equals(status) && text.contains(known.words()))
                .map(Known::reason)
                .findFirst();
    }

    static Outcome outcome(SmtpReply reply, RejectCause otherwise, List<Recipient> refused) {
        Optional<HoldReason> hold = holdReason(reply);
        if (hold.isPresent()) {
            return new Outcome.Held(hold.get(), reply.toString());
        }
        if (reply.isTransient()) {
            return new Outcome.Deferred(DeferCause.SERVER, reply.toString(), Optional.empty());
        }
        return new Outcome.Rejected(cause(reply, otherwise, refused), reply, refused);
    }

    /** 552 is said of a mail that is too large and of a mailbox that is full; the enhanced status tells which (RFC 3463 §3.3). */
    private static RejectCause cause(SmtpReply reply, RejectCause otherwise, List<Recipient> refused) {
        if (hasStatus(reply, "5.2.2")) {
            boolean others = otherwise == RejectCause.RECIPIENTS
                    && refused.stream().anyMatch(recipient -> !hasStatus(recipient.reply(), "5.2.2"));
            return others ? RejectCause.RECIPIENTS : RejectCause.MAILBOX_FULL;
        }
        return reply.code() == 552 || hasStatus(reply, "5.3.4") ? RejectCause.SIZE : otherwise;
    }

    private static boolean hasStatus(SmtpReply reply, String status) {
        return reply.enhancedStatus().filter(status::equals).isPresent();
    }
}

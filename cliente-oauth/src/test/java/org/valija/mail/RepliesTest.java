package org.valija.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.Recipient;
import org.valija.mail.Outcome.RejectCause;

class RepliesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 | 5.4.5 Daily user sending limit exceeded. | QUOTA_REACHED",
                "421 | 4.7.0 Too many messages: sending Rate exceeded | QUOTA_REACHED",
                "452 | 4.5.3 Recipient Quota reached | QUOTA_REACHED",
                "535 | 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled | SUBMISSION_DISABLED",
                "550 | 5.7.30 Basic authentication is not supported | SUBMISSION_DISABLED",
                "550 | 5.7.60 SMTP; Client does not have permissions to send as this sender | SENDER_NOT_ALLOWED",
                "554 | 5.2.252 SendAsDenied; juan@x.example not allowed to send as | SENDER_NOT_ALLOWED",
                "553 | 5.7.1 <a@b.example>: Sender address rejected: not owned by user x | SENDER_NOT_ALLOWED",
            })
    void knownRefusalHoldsTheMail(int code, String text, HoldReason reason) {
        SmtpReply reply = new SmtpReply(code, text);

        assertThat(Replies.holdReason(reply)).contains(reason);
        assertThat(Replies.outcome(reply, RejectCause.MESSAGE, List.of()))
                .isEqualTo(new Outcome.Held(reason, reply.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 | 5.1.1 no such user",
                "554 | 5.7.60 another code",
                "421 | 4.7.0 Try again later, closing connection.",
                "452 | 4.5.3 Too many recipients",
                "535 | 5.7.8 Username and Password not accepted",
                "553 | 5.7.1 relaying denied",
                "550 | 5.4.55 not the same status",
                "550 | daily limit 5.4.5 not at the beginning",
            })
    void resemblingRefusalDoesNotHoldTheMail(int code, String text) {
        assertThat(Replies.holdReason(new SmtpReply(code, text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"421", "450", "451", "452", "454"})
    void otherTransientReplyDefers(int code) {
        SmtpReply reply = new SmtpReply(code, "4.3.0 later");

        assertThat(Replies.outcome(reply, RejectCause.MESSAGE, List.of()))
                .isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
                    assertThat(deferred.cause()).isEqualTo(DeferCause.SERVER);
                    assertThat(deferred.detail()).isEqualTo(code + " 4.3.0 later");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "552 | too big | SIZE",
                "552 | 5.3.4 too big | SIZE",
                "554 | 5.3.4 too big | SIZE",
                "552 | 5.2.3 longer than this mailbox takes | SIZE",
                "552 | 5.2.2 The mailbox is full | MAILBOX_FULL",
                "550 | 5.2.2 over quota | MAILBOX_FULL",
                "550 | 5.1.1 nobody | RECIPIENTS",
                "554 | 5.6.0 content | RECIPIENTS",
            })
    void otherPermanentReplyRejects(int code, String text, RejectCause cause) {
        SmtpReply reply = new SmtpReply(code, text);

        assertThat(Replies.outcome(reply, RejectCause.RECIPIENTS, List.of()))
                .isEqualTo(new Outcome.Rejected(cause, reply, List.of()));
    }

    @Test
    void aFullMailboxAmongOtherRefusalsIsOneOfThem() {
        SmtpReply full = new SmtpReply(552, "5.2.2 The mailbox is full");
        List<Recipient> two = List.of(
                new Recipient(MailAddress.of("ana@cliente.example"), full),
                new Recipient(MailAddress.of("nadie@cliente.example"), new SmtpReply(550, "5.1.1 nobody")));

        assertThat(Replies.outcome(full, RejectCause.RECIPIENTS, two))
                .isEqualTo(new Outcome.Rejected(RejectCause.RECIPIENTS, full, two));
        assertThat(Replies.outcome(full, RejectCause.RECIPIENTS, two.subList(0, 1)))
                .isEqualTo(new Outcome.Rejected(RejectCause.MAILBOX_FULL, full, two.subList(0, 1)));
        assertThat(Replies.outcome(full, RejectCause.MESSAGE, two.subList(1, 2)))
                .isEqualTo(new Outcome.Rejected(RejectCause.MAILBOX_FULL, full, two.subList(1, 2)));
    }

    @Test
    void enhancedStatusIsReadOnlyAtTheBeginningAndWhole() {
        assertThat(new SmtpReply(550, "5.1.1 x").enhancedStatus()).contains("5.1.1");
        assertThat(new SmtpReply(550, "5.1.1").enhancedStatus()).contains("5.1.1");
        assertThat(new SmtpReply(550, "5.1.1234 x").enhancedStatus()).isEmpty();
        assertThat(new SmtpReply(550, "see 5.1.1").enhancedStatus()).isEmpty();
        assertThat(new SmtpReply(550, "").enhancedStatus()).isEmpty();
    }
}

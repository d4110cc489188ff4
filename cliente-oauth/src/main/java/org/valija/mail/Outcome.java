package org.valija.mail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How an attempt to deliver a mail ended. Exactly one of five; {@link #fold} asks for an answer to each. */
public sealed interface Outcome {

    /** A recipient and what the server said to it. */
    record Recipient(MailAddress address, SmtpReply reply) {}

    /**
     * The server took responsibility for the accepted recipients.
     *
     * @param reply to the end of the content
     * @param refused recipients that it did not take
     */
    record Delivered(SmtpReply reply, List<Recipient> refused) implements Outcome {
        public Delivered {
            refused = List.copyOf(refused);
        }
    }

    /**
     * Not accepted now; the same mail may be tried again.
     *
     * @param cause kind of trouble
     * @param detail the server's or the system's words
     * @param retryAfter where somebody said when
     */
    record Deferred(DeferCause cause, String detail, Optional<Duration> retryAfter) implements Outcome {}

    /** Why a mail was deferred. */
    enum DeferCause {
        /** No connection to the mail server. */
        UNREACHABLE,
        /** The mail server's certificate is not trusted, or of another name. */
        CERTIFICATE,
        /** The mail server offers no encryption, or no mechanism that we may use. */
        NOT_OFFERED,
        /** The mail server said so. */
        SERVER,
        /** The access token could not be renewed just now. */
        TOKEN
    }

    /**
     * Refused for good: this mail will not be accepted as it is.
     *
     * @param cause kind of trouble
     * @param reply to the command that was refused
     * @param recipients each refused recipient, when it was them
     */
    record Rejected(RejectCause cause, SmtpReply reply, List<Recipient> recipients) implements Outcome {
        public Rejected {
            recipients = List.copyOf(recipients);
        }
    }

    /** Why a mail was rejected. */
    enum RejectCause {
        /** No recipient was accepted. */
        RECIPIENTS,
        /** The recipient's mailbox takes no more. */
        MAILBOX_FULL,
        /** Larger than the server takes. */
        SIZE,
        /** An address needs SMTPUTF8, which the server lacks. */
        SMTPUTF8,
        /** Anything else. */
        MESSAGE
    }

    /**
     * Nothing is wrong with the mail; somebody must do something first.
     *
     * @param detail the provider's code and words
     */
    record Held(HoldReason reason, String detail) implements Outcome {}

    /**
     * The content was sent and no answer came: it may have been accepted.
     *
     * @param detail what cut the connection
     */
    record Unknown(String detail) implements Outcome {}

    /** Calls the one function that fits. */
    default <R> R fold(
            Function<Delivered, R> delivered,
            Function<Deferred, R> deferred,
            Function<Rejected, R> rejected,
            Function<Held, R> held,
            Function<Unknown, R> unknown) {
        if (this instanceof Delivered outcome) {
            return delivered.apply(outcome);
        }
        if (this instanceof Deferred outcome) {
            return deferred.apply(outcome);
        }
        if (this instanceof Rejected outcome) {
            return rejected.apply(outcome);
        }
        if (this instanceof Held outcome) {
            return held.apply(outcome);
        }
        return unknown.apply((Unknown) this);
    }
}

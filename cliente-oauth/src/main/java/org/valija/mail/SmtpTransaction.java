package org.valija.mail;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.valija.mail.DeliveryListener.Step;
import org.valija.mail.Outcome.Recipient;
import org.valija.mail.Outcome.RejectCause;

/**
 * One mail's way over the wire: the envelope, and what follows every way of handing in content. With PIPELINING (RFC 2920)
 * the envelope travels in one flight, without it one command at a time. Not thread-safe.
 */
abstract class SmtpTransaction {

    /**
     * Commands whose answers may be outstanding. Answers to many more could fill the buffers on the way back, and then
     * neither side would read (RFC 2920 §3.1).
     */
    private static final int LONGEST_FLIGHT = 100;

    private static final int BAD_SEQUENCE = 503;

    final SmtpWire wire;
    final Envelope envelope;
    final MailContent content;
    final DeliveryListener listener;
    final boolean pipelining;

    private final Queue<Optional<MailAddress>> unanswered = new ArrayDeque<>();
    private final List<Recipient> accepted = new ArrayList<>();
    private final List<Recipient> refused = new ArrayList<>();
    private @Nullable SmtpReply mailRefused;
    private boolean contentSent;
    private boolean inStep = true;
    private boolean answered;

    SmtpTransaction(SmtpWire wire, Envelope envelope, MailContent content, DeliveryListener listener) {
        this.wire = wire;
        this.envelope = envelope;
        this.content = content;
        this.listener = listener;
        this.pipelining = wire.extensions().has("PIPELINING");
    }

    /** The way that takes fewest round trips with this server. */
    static SmtpTransaction of(SmtpWire wire, Envelope envelope, MailContent content, DeliveryListener listener) {
        return wire.extensions().has("CHUNKING")
                ? new ChunkTransaction(wire, envelope, content, listener)
                : new DataTransaction(wire, envelope, content, listener);
    }

    /** Hands the mail in. */
    final Outcome run() throws IOException {
        listener.progress(Step.ENVELOPE, 0, content.size());
        return handIn();
    }

    abstract Outcome handIn() throws IOException;

    /** Whether the server may have accepted the mail, where its answer did not come. */
    final boolean maybeAccepted() {
        return contentSent && !hopeless();
    }

    /** Whether the server has dealt with the mail at all. */
    final boolean answered() {
        return answered;
    }

    /** Whether another mail can follow on this connection. */
    final boolean inStep() {
        return inStep;
    }

    /** To be called before the content's last octet can leave. */
    final void contentLeaves() {
        contentSent = true;
    }

    /** Says MAIL and every RCPT. With PIPELINING the last answers are not read yet, so that what comes next travels along. */
    final void sayEnvelope() throws IOException {
        say(mail(), Optional.empty());
        for (MailAddress recipient : envelope.recipients()) {
            if (mailRefused != null) {
                return;
            }
            say(rcpt(recipient), Optional.of(recipient));
        }
    }

    private void say(String command, Optional<MailAddress> recipient) throws IOException {
        wire.say(command);
        unanswered.add(recipient);
        if (unanswered.size() >= (pipelining ? LONGEST_FLIGHT : 1)) {
            readEnvelopeAnswers();
        }
    }

    /** Sends what waits and reads the answers that the envelope's commands still lack. */
    final void readEnvelopeAnswers() throws IOException {
        wire.flush();
        while (!unanswered.isEmpty()) {
            SmtpReply reply = read();
            Optional<MailAddress> recipient = unanswered.remove();
            if (reply.isPositive()) {
                recipient.ifPresent(address -> accepted.add(new Recipient(address, reply)));
            } else if (recipient.isPresent()) {
                refused.add(new Recipient(recipient.get(), refusal(reply, "RCPT")));
            } else {
                mailRefused = refusal(reply, "MAIL");
            }
        }
    }

    /** Whether nobody will get the mail, as far as the answers tell. */
    final boolean hopeless() {
        return mailRefused != null || (unanswered.isEmpty() && accepted.isEmpty());
    }

    /**
     * The outcome of a hopeless envelope; the connection is made ready for the next mail.
     *
     * @throws OutOfStepException when the server expected no mail
     */
    final Outcome withoutRecipients() throws IOException {
        Outcome outcome = nobody();
        reset();
        return outcome;
    }

    /** The outcome of a hopeless envelope. */
    final Outcome nobody() throws OutOfStepException {
        if (mailRefused != null) {
            requireInStep(mailRefused);
            return Replies.outcome(mailRefused, RejectCause.MESSAGE, List.of());
        }
        SmtpReply worst = refused.stream()
                .map(Recipient::reply)
                .filter(SmtpReply::isTransient)
                .findFirst()
                .orElse(refused.get(0).reply());
        return Replies.outcome(worst, RejectCause.RECIPIENTS, refused);
    }

    /** The server accepted the mail. */
    final Outcome delivered(SmtpReply reply) {
        return new Outcome.Delivered(reply, refused);
    }

    /** A server that did not expect the command says nothing of the mail: its session and ours are out of step (RFC 5321 §4.3.2). */
    static void requireInStep(SmtpReply reply) throws OutOfStepException {
        if (reply.code() == BAD_SEQUENCE) {
            throw new OutOfStepException(reply);
        }
    }

    /** The server refused the content, or to take it. */
    final Outcome refused(SmtpReply reply) {
        return Replies.outcome(reply, RejectCause.MESSAGE, refused);
    }

    /** Neither yes nor no is no answer here: the dialogue is out of step. */
    static SmtpReply refusal(SmtpReply reply, String to) throws MalformedReplyException {
        if (reply.code() < 400) {
            throw new MalformedReplyException("the server answered " + to + " with: " + reply);
        }
        return reply;
    }

    /** A reply; 421 is the last one of a connection, whatever was asked (RFC 5321 §3.8). */
    final SmtpReply read() throws IOException {
        SmtpReply reply = wire.read();
        if (reply.code() == 421) {
            throw new GoodbyeException(reply);
        }
        answered = true;
        return reply;
    }

    final void reset() throws IOException {
        wire.say("RSET");
        wire.flush();
        inStep = read().isPositive();
    }

    private String mail() {
        StringBuilder command = new StringBuilder("MAIL FROM:<")
                .append(envelope.sender().address())
                .append('>');
        if (wire.extensions().has("SIZE")) {
            command.append(" SIZE=").append(content.size());
        }
        if (needsSmtpUtf8(envelope, content)) {
            command.append(wire.extensions().has("8BITMIME") ? " BODY=8BITMIME" : "")
                    .append(" SMTPUTF8");
        }
        notification().ifPresent(wanted -> command.append(wanted.ofMail()));
        return command.toString();
    }

    private String rcpt(MailAddress recipient) {
        String command = "RCPT TO:<" + recipient.address() + ">";
        return notification()
                .map(wanted -> command + wanted.ofRecipient(recipient))
                .orElse(command);
    }

    private Optional<StatusNotification> notification() {
        return envelope.notification().filter(wanted -> wire.extensions().has("DSN"));
    }

    static boolean needsSmtpUtf8(Envelope envelope, MailContent content) {
        return envelope.needsSmtpUtf8() || content.needsSmtpUtf8();
    }

    /** The server said 503 although it had refused nothing before. */
    static final class OutOfStepException extends IOException {
        private static final long serialVersionUID = 1L;

        OutOfStepException(SmtpReply reply) {
            super(reply.toString());
        }
    }

    /** The server said 421 and closes. */
    static final class GoodbyeException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient SmtpReply reply;

        GoodbyeException(SmtpReply reply) {
            super(reply.toString());
            this.reply = reply;
        }

        SmtpReply reply() {
            return reply;
        }
    }
}

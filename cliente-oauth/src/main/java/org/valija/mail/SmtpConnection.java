package org.valija.mail;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.valija.mail.DeliveryListener.Step;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.Recipient;
import org.valija.mail.Outcome.RejectCause;

/**
 * An authenticated connection that takes any number of mails, one after another.
 *
 * <p>With PIPELINING (RFC 2920) the whole envelope is one flight; content is never sent before the server said 354. When
 * some recipients are refused the others get the mail. A connection that is lost before the final dot left means
 * {@code Deferred}, after it {@code Unknown}; it is then {@link #isUsable() unusable}. Not thread-safe.
 */
public final class SmtpConnection implements AutoCloseable {

    private final SmtpWire wire;
    private boolean usable = true;

    SmtpConnection(SmtpWire wire) {
        this.wire = wire;
    }

    /** Whether another mail can be handed in. */
    public boolean isUsable() {
        return usable;
    }

    /** Hands in one mail; never throws for what the server or the network does. */
    public Outcome deliver(Envelope envelope, MimeContent content, DeliveryListener listener) {
        if (!usable) {
            throw new IllegalStateException("this connection takes no more mails");
        }
        Optional<Outcome> hopeless = refuseUnasked(envelope, content);
        if (hopeless.isPresent()) {
            return hopeless.get();
        }
        Delivery delivery = new Delivery(envelope, content, listener);
        try {
            return delivery.run();
        } catch (GoodbyeException e) {
            usable = false;
            return Replies.outcome(e.reply, RejectCause.MESSAGE, List.of());
        } catch (MalformedReplyException e) {
            usable = false;
            return delivery.contentSent
                    ? new Outcome.Unknown(String.valueOf(e.getMessage()))
                    : new Outcome.Deferred(DeferCause.SERVER, String.valueOf(e.getMessage()), Optional.empty());
        } catch (IOException e) {
            usable = false;
            String detail =
                    e instanceof SocketTimeoutException ? "no answer in time" : "connection lost: " + e.getMessage();
            return delivery.contentSent
                    ? new Outcome.Unknown(detail)
                    : new Outcome.Deferred(DeferCause.UNREACHABLE, detail, Optional.empty());
        } catch (RuntimeException e) {
            // The listener's: the dialogue stopped in the middle.
            usable = false;
            throw e;
        }
    }

    /** Says QUIT without waiting for the answer, and closes. */
    @Override
    public void close() {
        try (wire) {
            if (usable) {
                usable = false;
                wire.say("QUIT");
                wire.flush();
            }
        } catch (IOException e) {
            System.getLogger(SmtpConnection.class.getName())
                    .log(System.Logger.Level.DEBUG, "the connection was gone before QUIT", e);
        }
    }

    /** A reply; 421 is the last one of a connection, whatever was asked (RFC 5321 §3.8). */
    private SmtpReply read() throws IOException {
        SmtpReply reply = wire.read();
        if (reply.code() == 421) {
            throw new GoodbyeException(reply);
        }
        return reply;
    }

    private SmtpReply ask(String command) throws IOException {
        wire.say(command);
        wire.flush();
        return read();
    }

    private static final class GoodbyeException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient SmtpReply reply;

        GoodbyeException(SmtpReply reply) {
            super(reply.toString());
            this.reply = reply;
        }
    }

    /** What the server has announced that it will not take. */
    private Optional<Outcome> refuseUnasked(Envelope envelope, MimeContent content) {
        OptionalLong largest = wire.extensions().largestMessage();
        if (largest.isPresent() && content.size() > largest.getAsLong()) {
            return Optional.of(new Outcome.Rejected(
                    RejectCause.SIZE,
                    new SmtpReply(
                            552,
                            "5.3.4 not sent: the mail has " + content.size() + " octets and the server takes "
                                    + largest.getAsLong()),
                    List.of()));
        }
        if (needsSmtpUtf8(envelope, content) && !wire.extensions().has("SMTPUTF8")) {
            return Optional.of(new Outcome.Rejected(
                    RejectCause.SMTPUTF8,
                    new SmtpReply(550, "5.6.7 not sent: the server takes no addresses beyond ASCII"),
                    List.of()));
        }
        return Optional.empty();
    }

    private static boolean needsSmtpUtf8(Envelope envelope, MimeContent content) {
        return envelope.needsSmtpUtf8() || content.needsSmtpUtf8();
    }

    /** One mail's way over the wire. */
    private final class Delivery {
        private final Envelope envelope;
        private final MimeContent content;
        private final DeliveryListener listener;
        private final List<Recipient> accepted = new ArrayList<>();
        private final List<Recipient> refused = new ArrayList<>();

        /** From the moment the final dot may have left. */
        private boolean contentSent;

        Delivery(Envelope envelope, MimeContent content, DeliveryListener listener) {
            this.envelope = envelope;
            this.content = content;
            this.listener = listener;
        }

        Outcome run() throws IOException {
            listener.progress(Step.ENVELOPE, 0, content.size());
            SmtpReply data = wire.extensions().has("PIPELINING") ? pipelined() : stepByStep();
            if (accepted.isEmpty()) {
                return withoutRecipients(data);
            }
            if (data.code() != 354) {
                refusal(data, "DATA");
                reset();
                return Replies.outcome(data, RejectCause.MESSAGE, refused);
            }
            return content();
        }

        /** MAIL, every RCPT and DATA in one flight; the replies come in the same order. */
        private SmtpReply pipelined() throws IOException {
            wire.say(mail());
            for (MailAddress recipient : envelope.recipients()) {
                wire.say(rcpt(recipient));
            }
            wire.say("DATA");
            wire.flush();
            SmtpReply mail = read();
            for (MailAddress recipient : envelope.recipients()) {
                note(recipient, read());
            }
            SmtpReply data = read();
            if (!mail.isPositive()) {
                accepted.clear();
                refused.clear();
                endEmpty(data);
                return mail;
            }
            if (accepted.isEmpty()) {
                endEmpty(data);
            }
            return data;
        }

        /** A server that said 354 although nobody is to get it wants its dot; it then refuses, or delivers to nobody. */
        private void endEmpty(SmtpReply data) throws IOException {
            if (data.code() == 354) {
                wire.say(".");
                wire.flush();
                read();
            }
        }

        private SmtpReply stepByStep() throws IOException {
            SmtpReply mail = ask(mail());
            if (!mail.isPositive()) {
                return mail;
            }
            for (MailAddress recipient : envelope.recipients()) {
                note(recipient, ask(rcpt(recipient)));
            }
            return accepted.isEmpty() ? mail : ask("DATA");
        }

        private Outcome withoutRecipients(SmtpReply reply) throws IOException {
            reset();
            if (refused.isEmpty()) {
                return Replies.outcome(reply, RejectCause.MESSAGE, List.of());
            }
            SmtpReply worst = refused.stream()
                    .map(Recipient::reply)
                    .filter(SmtpReply::isTransient)
                    .findFirst()
                    .orElse(refused.get(0).reply());
            return Replies.outcome(worst, RejectCause.RECIPIENTS, refused);
        }

        private Outcome content() throws IOException {
            long total = content.size();
            listener.progress(Step.CONTENT, 0, total);
            DotStuffing stuffed = new DotStuffing(wire.content());
            try (InputStream in = content.open()) {
                byte[] buffer = new byte[32 * 1024];
                long sent = 0;
                int length = in.read(buffer);
                while (length >= 0) {
                    stuffed.write(buffer, 0, length);
                    sent += length;
                    listener.progress(Step.CONTENT, sent, total);
                    length = in.read(buffer);
                }
            }
            wire.flush();
            contentSent = true;
            stuffed.end();
            wire.flush();
            listener.progress(Step.REPLY, total, total);
            SmtpReply reply = read();
            if (reply.isPositive()) {
                return new Outcome.Delivered(reply, refused);
            }
            return Replies.outcome(refusal(reply, "the content"), RejectCause.MESSAGE, refused);
        }

        private void note(MailAddress recipient, SmtpReply reply) {
            (reply.isPositive() ? accepted : refused).add(new Recipient(recipient, reply));
        }

        /** Neither yes nor no is no answer here: the dialogue is out of step. */
        private static SmtpReply refusal(SmtpReply reply, String to) throws MalformedReplyException {
            if (reply.code() < 400) {
                throw new MalformedReplyException("the server answered " + to + " with: " + reply);
            }
            return reply;
        }

        private void reset() throws IOException {
            usable = ask("RSET").isPositive();
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
            return command.toString();
        }

        private static String rcpt(MailAddress recipient) {
            return "RCPT TO:<" + recipient.address() + ">";
        }
    }
}

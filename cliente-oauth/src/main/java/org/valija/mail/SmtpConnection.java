package org.valija.mail;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.valija.mail.Outcome.DeferCause;
import org.valija.mail.Outcome.RejectCause;

/**
 * An authenticated connection that takes any number of mails, one after another.
 *
 * <p>With CHUNKING (RFC 3030) small mails take one round trip; with PIPELINING (RFC 2920) the whole envelope is one flight;
 * content is never sent by DATA before the server said 354. When some recipients are refused the others get the mail. A
 * connection that is lost before the content's end left means {@code Deferred}, after it {@code Unknown}; it is then
 * {@link #isUsable() unusable}. Not thread-safe.
 */
public final class SmtpConnection implements AutoCloseable {

    private final SmtpWire wire;
    private final Runnable onClose;
    private boolean usable = true;
    private boolean chunkingRefused;
    private boolean hadEnded;

    SmtpConnection(SmtpWire wire, Runnable onClose) {
        this.wire = wire;
        this.onClose = onClose;
    }

    /** Whether another mail can be handed in. */
    public boolean isUsable() {
        return usable;
    }

    /** Whether the last mail was not accepted because the server announces CHUNKING and does not know it. */
    boolean wasChunkingRefused() {
        return chunkingRefused;
    }

    /** Whether the server had ended the connection, or did so at the last mail's first word: it surely has not accepted it. */
    boolean hadEnded() {
        return hadEnded;
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
        SmtpTransaction transaction = SmtpTransaction.of(wire, envelope, content, listener);
        usable = false;
        return deliver(transaction);
    }

    /** What goes wrong leaves the connection unusable; so does a listener that throws. */
    private Outcome deliver(SmtpTransaction transaction) {
        try {
            Outcome outcome = transaction.run();
            usable = transaction.inStep();
            return outcome;
        } catch (SmtpTransaction.GoodbyeException e) {
            hadEnded = !transaction.answered();
            return Replies.outcome(e.reply(), RejectCause.MESSAGE, List.of());
        } catch (ChunkTransaction.ChunkingRefusedException e) {
            chunkingRefused = true;
            return new Outcome.Deferred(DeferCause.SERVER, String.valueOf(e.getMessage()), Optional.empty());
        } catch (MalformedReplyException e) {
            return transaction.maybeAccepted()
                    ? new Outcome.Unknown(String.valueOf(e.getMessage()))
                    : new Outcome.Deferred(DeferCause.SERVER, String.valueOf(e.getMessage()), Optional.empty());
        } catch (IOException e) {
            hadEnded = !transaction.answered() && !transaction.maybeAccepted();
            String detail =
                    e instanceof SocketTimeoutException ? "no answer in time" : "connection lost: " + e.getMessage();
            return transaction.maybeAccepted()
                    ? new Outcome.Unknown(detail)
                    : new Outcome.Deferred(DeferCause.UNREACHABLE, detail, Optional.empty());
        }
    }

    /**
     * Whether the server still listens, for a connection that has been idle.
     *
     * @param ask whether to ask it, which costs a round trip
     * @param patienceMillis how long to wait for the answer
     * @param afterwardsMillis how long to wait for each reply after that
     */
    boolean isAlive(boolean ask, int patienceMillis, int afterwardsMillis) {
        try {
            if (!usable || wire.wasAddressedUnasked()) {
                usable = false;
            } else if (ask) {
                wire.setPatience(patienceMillis);
                usable = wire.ask("NOOP").isPositive();
                wire.setPatience(afterwardsMillis);
            }
        } catch (IOException e) {
            System.getLogger(SmtpConnection.class.getName())
                    .log(System.Logger.Level.DEBUG, "an idle connection was gone", e);
            usable = false;
        }
        return usable;
    }

    /** Says QUIT without waiting for the answer, and closes. */
    @Override
    public void close() {
        onClose.run();
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
        if (SmtpTransaction.needsSmtpUtf8(envelope, content)
                && !wire.extensions().has("SMTPUTF8")) {
            return Optional.of(new Outcome.Rejected(
                    RejectCause.SMTPUTF8,
                    new SmtpReply(550, "5.6.7 not sent: the server takes no addresses beyond ASCII"),
                    List.of()));
        }
        return Optional.empty();
    }
}

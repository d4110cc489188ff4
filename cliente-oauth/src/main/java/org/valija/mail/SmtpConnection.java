package org.valija.mail;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
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
    private boolean chunkingProven;
    private boolean chunkingRefused;
    private boolean hadEnded;
    private boolean outOfStep;
    private @Nullable Convoy underWay;

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
        return hadEnded || (underWay != null && underWay.hadEnded());
    }

    /** Whether the mail whose outcome was told last was not accepted because the server expected something else. */
    boolean wasOutOfStep() {
        return outOfStep || (underWay != null && underWay.wasOutOfStep());
    }

    /**
     * Hands in mails in the order of the queue and takes out of it what it begins. Small ones follow each other without
     * waiting for answers where the server knows PIPELINING and CHUNKING and has taken a mail by it before: up to eight are
     * then under way, and after a cut the state of so many is unknown. What is left in the queue when this returns was not
     * begun, because the connection is no longer {@link #isUsable() usable}.
     *
     * @param ended told the outcome of each mail that was begun, in their order, on this thread; what it throws while others
     *     are under way leaves these untold and the connection unusable
     */
    public void deliverAll(Queue<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
        while (usable && !mails.isEmpty()) {
            Parcel next = mails.element();
            if (chunkingProven
                    && Convoy.isSmall(next)
                    && refuseUnasked(next.envelope(), next.content()).isEmpty()) {
                convoy(mails, ended);
            } else {
                mails.remove();
                ended.accept(next, deliver(next.envelope(), next.content(), next.listener()));
            }
        }
    }

    private void convoy(Queue<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
        usable = false;
        Convoy convoy = new Convoy(wire, ended);
        underWay = convoy;
        boolean goesOn = true;
        while (goesOn) {
            Parcel next = mails.peek();
            boolean joins = next != null
                    && Convoy.isSmall(next)
                    && refuseUnasked(next.envelope(), next.content()).isEmpty();
            if (joins && convoy.hasRoomFor(next)) {
                convoy.send(mails.remove());
            } else if (!convoy.isEmpty()) {
                convoy.land();
            } else {
                goesOn = false;
            }
        }
        usable = convoy.settle();
    }

    /** Hands in one mail; never throws for what the server or the network does. */
    public Outcome deliver(Envelope envelope, MailContent content, DeliveryListener listener) {
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
            chunkingProven |= outcome instanceof Outcome.Delivered
                    && transaction instanceof ChunkTransaction
                    && Convoy.isPossible(wire);
            return outcome;
        } catch (SmtpTransaction.GoodbyeException e) {
            hadEnded = !transaction.answered();
            return goodbye(e.reply());
        } catch (ChunkTransaction.ChunkingRefusedException e) {
            chunkingRefused = true;
            return new Outcome.Deferred(DeferCause.SERVER, String.valueOf(e.getMessage()), Optional.empty());
        } catch (SmtpTransaction.OutOfStepException e) {
            outOfStep = true;
            return interrupted(transaction, e);
        } catch (IOException e) {
            hadEnded =
                    !(e instanceof MalformedReplyException) && !transaction.answered() && !transaction.maybeAccepted();
            return interrupted(transaction, e);
        }
    }

    /** The server said 421 in the place of an answer, and closes: whatever it had not answered is not accepted. */
    static Outcome goodbye(SmtpReply reply) {
        return Replies.outcome(reply, RejectCause.MESSAGE, List.of());
    }

    /** A mail whose dialogue ended in the middle. */
    static Outcome interrupted(SmtpTransaction transaction, IOException e) {
        if (e instanceof MalformedReplyException
                || e instanceof ChunkTransaction.ChunkingRefusedException
                || e instanceof SmtpTransaction.OutOfStepException) {
            String said = String.valueOf(e.getMessage());
            return e instanceof MalformedReplyException && transaction.maybeAccepted()
                    ? new Outcome.Unknown(said)
                    : new Outcome.Deferred(DeferCause.SERVER, said, Optional.empty());
        }
        String detail =
                e instanceof SocketTimeoutException ? "no answer in time" : "connection lost: " + e.getMessage();
        return transaction.maybeAccepted()
                ? new Outcome.Unknown(detail)
                : new Outcome.Deferred(DeferCause.UNREACHABLE, detail, Optional.empty());
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
    private Optional<Outcome> refuseUnasked(Envelope envelope, MailContent content) {
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

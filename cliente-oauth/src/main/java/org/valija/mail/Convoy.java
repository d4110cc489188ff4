package org.valija.mail;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Small mails that follow each other over one connection without waiting for answers (RFC 3030 §4.2 with RFC 2920): up to
 * eight are on their way, and each begins with RSET, so that one which was refused does not spoil the next. Not
 * thread-safe.
 */
final class Convoy {

    /** After a cut the state of so many mails is unknown. */
    static final int MOST_UNDER_WAY = 8;

    /** Commands whose answers may be outstanding, as in {@link SmtpTransaction}. */
    private static final int MOST_COMMANDS = 100;

    private final SmtpWire wire;
    private final BiConsumer<Parcel, Outcome> ended;
    private final Deque<UnderWay> underWay = new ArrayDeque<>();
    private int commands;
    private boolean broken;
    private boolean inStep = true;
    private @Nullable SmtpReply goodbye;
    private boolean anyAnswered;
    private boolean outOfStep;

    /** What ended the reading; nothing that comes after it is an answer. */
    private @Nullable IOException lost;

    Convoy(SmtpWire wire, BiConsumer<Parcel, Outcome> ended) {
        this.wire = wire;
        this.ended = ended;
    }

    private record UnderWay(Parcel parcel, ChunkTransaction transaction, boolean reset) {
        int commands() {
            return parcel.envelope().recipients().size() + 3;
        }
    }

    /** Whether mails may follow each other like this with that server. */
    static boolean isPossible(SmtpWire wire) {
        return wire.extensions().has("CHUNKING") && wire.extensions().has("PIPELINING");
    }

    /** Whether a mail can be one of them. */
    static boolean isSmall(Parcel parcel) {
        return parcel.content().size() <= ChunkTransaction.CHUNK
                && parcel.envelope().recipients().size() + 3 <= MOST_COMMANDS;
    }

    /** Whether the server had ended the connection before the first of them: it surely has accepted none. */
    boolean hadEnded() {
        return goodbye != null && !anyAnswered;
    }

    /** Whether the one that landed last was not accepted because the server expected something else. */
    boolean wasOutOfStep() {
        return outOfStep;
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }

    boolean hasRoomFor(Parcel parcel) {
        return !broken
                && underWay.size() < MOST_UNDER_WAY
                && commands + parcel.envelope().recipients().size() + 3 <= MOST_COMMANDS;
    }

    /** Sends a mail off. Where that fails, answers to those before may still lie here. */
    void send(Parcel parcel) {
        ChunkTransaction transaction =
                new ChunkTransaction(wire, parcel.envelope(), parcel.content(), parcel.listener());
        UnderWay mail = new UnderWay(parcel, transaction, !underWay.isEmpty() || !inStep);
        underWay.add(mail);
        commands += mail.commands();
        try {
            if (mail.reset()) {
                wire.say("RSET");
            }
            transaction.depart();
        } catch (IOException e) {
            broken = true;
        }
    }

    /** Waits for the answers to the mail that was sent off first, and tells its outcome. */
    void land() {
        UnderWay mail = underWay.remove();
        commands -= mail.commands();
        ended.accept(mail.parcel(), outcome(mail));
    }

    private Outcome outcome(UnderWay mail) {
        outOfStep = false;
        SmtpReply said = goodbye;
        if (said != null) {
            return SmtpConnection.goodbye(said);
        }
        IOException cut = lost;
        if (cut != null) {
            return SmtpConnection.interrupted(mail.transaction(), cut);
        }
        try {
            if (mail.reset() && !mail.transaction().read().isPositive()) {
                throw new MalformedReplyException("the server does not take RSET");
            }
            Outcome outcome = mail.transaction().arrive();
            anyAnswered = true;
            inStep = outcome instanceof Outcome.Delivered;
            return outcome;
        } catch (SmtpTransaction.GoodbyeException e) {
            broken = true;
            anyAnswered |= mail.transaction().answered();
            goodbye = e.reply();
            return SmtpConnection.goodbye(e.reply());
        } catch (SmtpTransaction.OutOfStepException e) {
            // Those behind it begin with RSET, so that their answers are theirs; none is sent after them.
            broken = true;
            anyAnswered = true;
            outOfStep = true;
            return SmtpConnection.interrupted(mail.transaction(), e);
        } catch (ChunkTransaction.ChunkingRefusedException e) {
            return lost(mail, new MalformedReplyException(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return lost(mail, e);
        }
    }

    private Outcome lost(UnderWay mail, IOException e) {
        broken = true;
        lost = e;
        return SmtpConnection.interrupted(mail.transaction(), e);
    }

    /** Makes the connection ready for a mail that goes alone; false when it is of no use any more. */
    boolean settle() {
        if (!broken && !inStep) {
            try {
                inStep = wire.ask("RSET").isPositive();
                broken = !inStep;
            } catch (IOException e) {
                broken = true;
            }
        }
        return !broken;
    }
}

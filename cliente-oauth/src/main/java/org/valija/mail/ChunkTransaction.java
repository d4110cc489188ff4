package org.valija.mail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.valija.mail.DeliveryListener.Step;

/**
 * Content by BDAT (RFC 3030): counted, so that nothing in it can end it, and small content travels with its envelope in one
 * flight. Larger content waits for the envelope's answers and goes in chunks, of which a few may be unanswered.
 */
final class ChunkTransaction extends SmtpTransaction {

    /** Content up to here goes with the envelope; also the size of a chunk. */
    static final int CHUNK = 256 * 1024;

    private static final int MOST_UNANSWERED = 4;

    private int unansweredChunks;

    ChunkTransaction(SmtpWire wire, Envelope envelope, MailContent content, DeliveryListener listener) {
        super(wire, envelope, content, listener);
    }

    @Override
    Outcome handIn() throws IOException {
        sayEnvelope();
        long total = content.size();
        boolean oneFlight = pipelining && total <= CHUNK;
        if (!oneFlight) {
            readEnvelopeAnswers();
            if (hopeless()) {
                return withoutRecipients();
            }
        }
        listener.progress(Step.CONTENT, 0, total);
        try (InputStream in = content.open()) {
            return oneFlight ? small(in, total) : large(in, total);
        }
    }

    private Outcome small(InputStream in, long total) throws IOException {
        chunk(in, 0, total, total);
        listener.progress(Step.REPLY, total, total);
        readEnvelopeAnswers();
        SmtpReply reply = answer();
        return hopeless() ? withoutRecipients() : ended(reply);
    }

    /** Sends the whole mail off, its content small, and reads nothing. */
    void depart() throws IOException {
        long total = content.size();
        listener.progress(Step.ENVELOPE, 0, total);
        sayEnvelope();
        listener.progress(Step.CONTENT, 0, total);
        try (InputStream in = content.open()) {
            chunk(in, 0, total, total);
        }
        listener.progress(Step.REPLY, total, total);
    }

    /** Reads the answers to a mail that was sent off. What comes after a refused one must begin with RSET. */
    Outcome arrive() throws IOException {
        readEnvelopeAnswers();
        SmtpReply reply = answer();
        if (hopeless()) {
            return nobody();
        }
        if (reply.isPositive()) {
            return delivered(reply);
        }
        requireInStep(reply);
        return refused(refusal(reply, "the content"));
    }

    private Outcome large(InputStream in, long total) throws IOException {
        int window = pipelining ? MOST_UNANSWERED : 1;
        for (long sent = 0; sent < total; sent += CHUNK) {
            chunk(in, sent, Math.min(CHUNK, total - sent), total);
            if (sent + CHUNK >= total) {
                break;
            }
            if (unansweredChunks >= window) {
                SmtpReply reply = answer();
                if (!reply.isPositive()) {
                    return afterRefusedChunk(reply);
                }
            }
        }
        listener.progress(Step.REPLY, total, total);
        while (unansweredChunks > 1) {
            SmtpReply reply = answer();
            if (!reply.isPositive()) {
                return afterRefusedChunk(reply);
            }
        }
        return ended(answer());
    }

    /** Says BDAT and as many octets as that says. */
    private void chunk(InputStream in, long from, long length, long total) throws IOException {
        boolean last = from + length == total;
        wire.say("BDAT " + length + (last ? " LAST" : ""));
        unansweredChunks++;
        byte[] buffer = wire.buffer();
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("the content ended " + (total - from - length + left) + " octets early");
            }
            left -= read;
            if (last && left == 0) {
                contentLeaves();
            }
            wire.content().write(buffer, 0, read);
            listener.progress(Step.CONTENT, from + length - left, total);
        }
        wire.flush();
    }

    /** A server that announces CHUNKING and does not know BDAT has taken the content for commands. */
    private SmtpReply answer() throws IOException {
        unansweredChunks--;
        SmtpReply reply = read();
        if (reply.code() == 500 || reply.code() == 502 || reply.code() == 504) {
            throw new ChunkingRefusedException(reply);
        }
        return reply;
    }

    /** The server throws away what it got; the answers that are on their way still come (RFC 3030 §2). */
    private Outcome afterRefusedChunk(SmtpReply reply) throws IOException {
        refusal(reply, "a chunk");
        requireInStep(reply);
        while (unansweredChunks > 0) {
            answer();
        }
        reset();
        return refused(reply);
    }

    private Outcome ended(SmtpReply reply) throws IOException {
        if (reply.isPositive()) {
            return delivered(reply);
        }
        refusal(reply, "the content");
        requireInStep(reply);
        reset();
        return refused(reply);
    }

    /** CHUNKING was announced and is not there: nothing was accepted, and the dialogue is out of step. */
    static final class ChunkingRefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        ChunkingRefusedException(SmtpReply reply) {
            super("the server announces CHUNKING and does not know BDAT: " + reply);
        }
    }
}

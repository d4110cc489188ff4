package org.valija.mail;

import java.io.IOException;
import java.io.InputStream;
import org.valija.mail.DeliveryListener.Step;

/** Content by DATA (RFC 5321 §4.1.1.4): never sent before the server said 354. */
final class DataTransaction extends SmtpTransaction {

    DataTransaction(SmtpWire wire, Envelope envelope, MailContent content, DeliveryListener listener) {
        super(wire, envelope, content, listener);
    }

    @Override
    Outcome handIn() throws IOException {
        sayEnvelope();
        if (!pipelining && hopeless()) {
            return withoutRecipients();
        }
        wire.say("DATA");
        readEnvelopeAnswers();
        SmtpReply data = read();
        if (hopeless()) {
            return refuseContent(data);
        }
        if (data.code() != 354) {
            refusal(data, "DATA");
            requireInStep(data);
            reset();
            return refused(data);
        }
        return content();
    }

    /** A server that said 354 although nobody is to get it wants its dot; it then refuses, or delivers to nobody. */
    private Outcome refuseContent(SmtpReply data) throws IOException {
        if (data.code() == 354) {
            wire.say(".");
            wire.flush();
            read();
        }
        return withoutRecipients();
    }

    private Outcome content() throws IOException {
        long total = content.size();
        listener.progress(Step.CONTENT, 0, total);
        DotStuffing stuffed = new DotStuffing(wire.content());
        byte[] buffer = wire.buffer();
        try (InputStream in = content.open()) {
            long sent = 0;
            int length = in.read(buffer);
            while (length >= 0) {
                stuffed.write(buffer, 0, length);
                sent += length;
                listener.progress(Step.CONTENT, sent, total);
                length = in.read(buffer);
            }
        }
        // Together with what still waits, so that a small mail is one segment's worth of flight.
        contentLeaves();
        stuffed.end();
        wire.flush();
        listener.progress(Step.REPLY, total, total);
        SmtpReply reply = read();
        if (reply.isPositive()) {
            return delivered(reply);
        }
        requireInStep(reply);
        return refused(refusal(reply, "the content"));
    }
}

package org.valija.tests.outbox;

import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.valija.mail.Outcome;
import org.valija.mail.Parcel;
import org.valija.mail.SendingCapacity;
import org.valija.mail.SendingQuota;
import org.valija.mail.SmtpReply;
import org.valija.oauth.Grant;
import org.valija.outbox.Courier;

/** A server that takes every mail at once: drains end as often as can be. */
final class EagerCourier implements Courier {

    private static final Outcome TAKEN = new Outcome.Delivered(new SmtpReply(250, "2.0.0 OK"), List.of());

    @Override
    public Optional<Outcome> sendAll(long grantId, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
        for (Parcel next = mails.poll(); next != null; next = mails.poll()) {
            ended.accept(next, TAKEN);
        }
        return Optional.empty();
    }

    @Override
    public SendingCapacity capacityOf(Grant grant) {
        return new SendingCapacity(2, 8);
    }

    @Override
    public SendingQuota quotaOf(Grant grant) {
        return SendingQuota.NONE;
    }
}

package org.valija.outbox;

import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.valija.mail.MailSender;
import org.valija.mail.Outcome;
import org.valija.mail.Parcel;
import org.valija.mail.SendingCapacity;
import org.valija.mail.SendingQuota;
import org.valija.oauth.Grant;

/** Takes an account's mails to its server. Implementations are thread-safe. */
public interface Courier {

    /** As {@link MailSender#sendAll}. */
    Optional<Outcome> sendAll(long grantId, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended);

    /** How much of an account's mail may be under way at one time. */
    SendingCapacity capacityOf(Grant grant);

    /** What the account's provider takes of it. */
    SendingQuota quotaOf(Grant grant);

    /** By the account's own road, with its token. */
    static Courier of(MailSender sender) {
        return new Courier() {
            @Override
            public Optional<Outcome> sendAll(long grantId, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended) {
                return sender.sendAll(grantId, mails, ended);
            }

            @Override
            public SendingCapacity capacityOf(Grant grant) {
                return sender.capacityOf(grant);
            }

            @Override
            public SendingQuota quotaOf(Grant grant) {
                return sender.quotaOf(grant);
            }
        };
    }
}

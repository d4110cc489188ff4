package org.valija.mail;

import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;

/** A road by which mails leave with a grant's token. Implementations are thread-safe. */
interface Transport {

    /**
     * Hands in mails in the queue's order, over one connection at a time, and takes out of the queue what it begins; blocks
     * until the server answered to each or will not. Throws nothing else for what servers or networks do.
     *
     * @param ended told the outcome of each mail that was begun, on this thread
     * @return what keeps the account from sending; the mails left in the queue were not begun
     * @throws TokenRefusedException when the server does not take the token; the mails left in the queue were not begun
     */
    Optional<Outcome> deliverAll(
            Grant grant, AccessToken token, Deque<Parcel> mails, BiConsumer<Parcel, Outcome> ended);

    /** What may be handed in of one account at one time. */
    SendingCapacity capacity(Grant grant);
}

package org.valija.mail;

import org.valija.oauth.AccessToken;
import org.valija.oauth.Grant;

/** A road by which a mail leaves with a grant's token. Implementations are thread-safe. */
interface Transport {

    /**
     * Hands in one mail; blocks until the server answered or will not. Throws nothing else for what servers or networks
     * do.
     *
     * @throws TokenRefusedException when the server does not take the token; nothing of the mail was accepted then
     */
    Outcome deliver(Grant grant, AccessToken token, Envelope envelope, MailContent content, DeliveryListener listener);
}

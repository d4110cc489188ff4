package org.valija.mail;

import java.net.http.HttpHeaders;
import org.valija.oauth.BoundedHttp;
import org.valija.oauth.Secret;

/**
 * An HTTP answer as far as we read it.
 *
 * @param body as UTF-8, never more than {@link #LONGEST} octets of it
 */
record HttpAnswer(int status, HttpHeaders headers, String body) {

    static final int LONGEST = 64 * 1024;

    static HttpAnswer of(BoundedHttp.Answer answer) {
        return new HttpAnswer(answer.status(), answer.headers(), answer.body());
    }

    /** The same answer without a secret that it may repeat. */
    HttpAnswer without(Secret secret) {
        return new HttpAnswer(status, headers, body.replace(secret.reveal(), secret.toString()));
    }
}

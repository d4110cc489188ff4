package org.valija.mail;

import org.valija.oauth.Secret;

/** What a connection is authenticated with. */
public sealed interface SmtpCredentials {

    /** XOAUTH2 or OAUTHBEARER (RFC 7628), whichever the server offers. */
    record OAuthToken(String user, Secret accessToken) implements SmtpCredentials {}

    /** PLAIN or LOGIN, only over TLS or to this machine. */
    record Password(String user, Secret password) implements SmtpCredentials {}

    /** The server asks for nothing. */
    record None() implements SmtpCredentials {}
}

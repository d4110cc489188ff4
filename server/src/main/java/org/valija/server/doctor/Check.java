package org.valija.server.doctor;

import java.util.Locale;

/** What is examined, in this order. */
public enum Check {
    /** The time here against the provider's. */
    CLOCK,
    /** Which way HTTPS calls leave. */
    PROXY,
    AUTHORIZATION_ENDPOINT,
    TOKEN_ENDPOINT,
    /** Reached, encrypted, certificate and name in order. */
    MAIL_SERVER,
    /** Registered here, known there, and of the type that the way of authorising needs. */
    CLIENT,
    GRANT,
    SCOPES,
    /** Whether Google's app has left Testing, as far as the grant's age shows it. */
    PUBLISHING,
    RENEWAL,
    /** Whose the token is, against whose it should be. */
    IDENTITY,
    MAIL_AUTHENTICATION,
    /** Whether the account may send under its own address. */
    SENDER,
    /** A mail, to the end. */
    MAIL;

    /** As it stands in machine-readable output. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

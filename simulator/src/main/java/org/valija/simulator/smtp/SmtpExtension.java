package org.valija.simulator.smtp;

/** What the server may announce to {@code EHLO}; each can be turned off. */
public enum SmtpExtension {
    PIPELINING,
    SIZE,
    EIGHT_BIT_MIME,
    SMTPUTF8,
    ENHANCEDSTATUSCODES,
    CHUNKING,
    STARTTLS,
    AUTH_XOAUTH2,
    AUTH_OAUTHBEARER
}

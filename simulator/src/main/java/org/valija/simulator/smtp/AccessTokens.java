package org.valija.simulator.smtp;

/** Decides whether a bearer token opens a mailbox. */
@FunctionalInterface
public interface AccessTokens {

    /** Whether the token is live, permits mail, and belongs to {@code user}. */
    boolean permitMail(String user, String token);
}

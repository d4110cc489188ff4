package org.valija.server.accounts;

import org.valija.mail.SubmissionServer;

/** Where mail of a provider's accounts is handed in. Thread-safe. */
@FunctionalInterface
public interface MailServers {

    /** @throws IllegalArgumentException when the configuration gives that provider none */
    SubmissionServer of(int providerId);
}

package org.valija.server.accounts;

import java.util.Optional;
import org.valija.mail.SubmissionServer;

/** The mail server that still takes a password, where one is configured. */
public record PasswordServer(Optional<SubmissionServer> server) {

    public boolean isConfigured() {
        return server.isPresent();
    }
}

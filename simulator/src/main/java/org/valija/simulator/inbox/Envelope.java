package org.valija.simulator.inbox;

import java.util.List;
import java.util.Optional;

/**
 * How a message came in.
 *
 * @param way by which the message was handed in
 * @param sender the reverse path; empty for {@code <>}
 * @param authenticatedUser the address or user name, if the connection was authenticated
 * @param tlsVersion such as {@code TLSv1.3}, if the connection was encrypted
 * @param parameters the parameters of {@code MAIL}, as given
 */
public record Envelope(
        Way way,
        String sender,
        List<String> recipients,
        Optional<String> authenticatedUser,
        Optional<String> tlsVersion,
        Optional<String> tlsCipher,
        List<String> parameters) {

    /** The ways in. */
    public enum Way {
        SMTP("smtp"),
        GMAIL_API("gmail-api");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        /** As pages and JSON say it. */
        @Override
        public String toString() {
            return word;
        }
    }

    public Envelope {
        recipients = List.copyOf(recipients);
        parameters = List.copyOf(parameters);
    }
}

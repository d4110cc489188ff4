package org.valija.server.outbox;

import org.springframework.stereotype.Component;
import org.valija.mail.MailSender;
import org.valija.oauth.OAuth;
import org.valija.outbox.Dispatcher;
import org.valija.outbox.Outbox;
import org.valija.sql.DatabaseException;

/** How this process delivers: as a node of the outbox under a name of its own, by the configuration. Thread-safe. */
@Component
public final class NodeDeliveries {

    private final Outbox outbox;
    private final OAuth oauth;
    private final MailSender sender;
    private final Dispatcher.Setup setup;

    NodeDeliveries(Outbox outbox, OAuth oauth, MailSender sender, NodeIdentity identity, OutboxProperties properties) {
        this.outbox = outbox;
        this.oauth = oauth;
        this.sender = sender;
        this.setup = Dispatcher.Setup.of(identity.name())
                .atMost(properties.drains())
                .by(properties.policy())
                .on(Thread.ofVirtual().name("outbox-", 0).factory());
    }

    /**
     * Begins to deliver what the outbox holds, until the dispatcher is closed.
     *
     * @throws DatabaseException when the database cannot be reached
     */
    public Dispatcher begin() {
        return Dispatcher.start(outbox, oauth, sender, setup);
    }
}

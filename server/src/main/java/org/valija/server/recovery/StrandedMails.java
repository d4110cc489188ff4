package org.valija.server.recovery;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.mail.Envelope;
import org.valija.mail.MailAddress;
import org.valija.mail.MailContent;
import org.valija.mail.MimeContent;
import org.valija.oauth.Grant;
import org.valija.outbox.Lane;
import org.valija.outbox.MailFilter;
import org.valija.outbox.MessageState;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.outbox.OutboxMail;
import org.valija.sql.Database;

/**
 * Lets mail of the installation's own that waits at an account that cannot send leave from the first one that can: links live
 * half an hour. A mail that may have been delivered stays where it is. Thread-safe.
 */
@Component
class StrandedMails implements SystemMailWork {

    private static final Logger LOG = LoggerFactory.getLogger(StrandedMails.class);
    private static final int PORTION = 200;
    private static final List<MessageState> WAITING =
            List.of(MessageState.HELD, MessageState.DEFERRED, MessageState.QUEUED);

    private final SystemMailbox mailbox;
    private final Outbox outbox;
    private final Database database;
    private final List<MailReference> references;

    StrandedMails(SystemMailbox mailbox, Outbox outbox, Database database, List<MailReference> references) {
        this.mailbox = mailbox;
        this.outbox = outbox;
        this.database = database;
        this.references = List.copyOf(references);
    }

    @Override
    public void run() {
        Optional<Grant> way = mailbox.healthy();
        Set<Long> stuck = mailbox.standings().stream()
                .filter(standing -> !standing.healthy())
                .map(standing -> standing.grant().id())
                .collect(Collectors.toSet());
        if (way.isEmpty() || stuck.isEmpty()) {
            return;
        }
        for (MessageState state : WAITING) {
            outbox.search(MailFilter.ALL.of(stuck).in(state), Optional.empty(), PORTION).mails().stream()
                    .filter(mail -> mail.lane() == Lane.RECOVERY)
                    .forEach(mail -> move(mail, way.get()));
        }
    }

    private void move(OutboxMail mail, Grant to) {
        Optional<MailContent> content = outbox.content(mail);
        if (content.isEmpty()) {
            return;
        }
        MailAddress sender = MailAddress.of(to.email());
        NewMail fresh = new NewMail(
                to.id(),
                mail.lane(),
                new Envelope(sender, mail.envelope().recipients()),
                mail.messageId(),
                mail.subject(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        try (MimeContent moved = MimeContent.sentBy(sender, content.get())) {
            if (move(mail.id(), fresh, moved)) {
                outbox.wake(to.id());
                LOG.info("Mail {} waited at an account that cannot send and leaves from {}", mail.id(), to.email());
            }
        } catch (RuntimeException e) {
            LOG.warn("Mail {} of the system mailbox could not be moved and is tried again", mail.id(), e);
        }
    }

    /** All of it or nothing: it is sent once, and whoever takes it back knows where it is. */
    private boolean move(long from, NewMail fresh, MailContent content) {
        return database.inTransaction(connection -> {
            if (!outbox.cancel(connection, from)) {
                return false;
            }
            long to = outbox.enqueue(connection, fresh, content).id();
            for (MailReference reference : references) {
                reference.moved(connection, from, to);
            }
            return true;
        });
    }
}

package org.valija.server.recovery;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.outbox.Outbox;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditEvent;
import org.valija.server.secrets.Sha256;
import org.valija.server.users.KeyReset;
import org.valija.server.users.KeyReset.Standing;
import org.valija.sql.Database;

/**
 * Looks into what was asked for, after it was answered: makes the link and hands its mail over, in one transaction with the end
 * of the request, so that each is answered once. Thread-safe.
 */
@Component
class RecoveryDesk {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryDesk.class);

    /** Looked at in one go. */
    private static final int PORTION = 100;

    private final Database database;
    private final RecoveryRequestTable requests;
    private final RecoveryLinkTable links;
    private final KeyReset keys;
    private final SystemMailbox mailbox;
    private final RecoveryMails mails;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    RecoveryDesk(
            Database database,
            RecoveryRequestTable requests,
            RecoveryLinkTable links,
            KeyReset keys,
            SystemMailbox mailbox,
            RecoveryMails mails,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.requests = requests;
        this.links = links;
        this.keys = keys;
        this.mailbox = mailbox;
        this.mails = mails;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Answers what waits. What fails is tried again until a link would have expired. */
    void answer() {
        for (RecoveryRequest request : requests.oldest(PORTION)) {
            try {
                answer(request);
            } catch (RuntimeException e) {
                LOG.warn("A request to recover a key could not be answered and is tried again", e);
            }
        }
    }

    private void answer(RecoveryRequest request) {
        boolean late = !clock.instant().isBefore(request.askedAt().plus(Recovery.LIFETIME));
        Optional<Standing> user = keys.find(code -> Sha256.hex(code).equals(request.codeHash()))
                .filter(found -> !found.user().recoveryEmail().isEmpty());
        Optional<Grant> from = mailbox.sender();
        if (late || user.isEmpty() || from.isEmpty()) {
            if (requests.take(request.id()) && user.isPresent()) {
                LOG.warn(
                        "{} asked to recover the key and got no link: {}",
                        user.get().user().code(),
                        late ? "for half an hour it could not be made" : "the system mailbox cannot send");
            }
            return;
        }
        send(request, user.get(), from.get());
    }

    private void send(RecoveryRequest request, Standing user, Grant from) {
        RecoveryToken token = RecoveryToken.random();
        OutgoingMail mail = mails.link(from, user.user(), token.link(request.console()), request.language());
        Instant end = clock.instant().plus(Recovery.LIFETIME);
        boolean sent = database.inTransaction(connection -> {
            if (!requests.take(connection, request.id())) {
                return false;
            }
            long id = mails.accept(connection, from, mail);
            audit.note(
                    connection,
                    AuditEvent.of(AuditAction.KEY_RECOVERY_ASKED, user.user().code()));
            links.insert(connection, new RecoveryLink(token.hash(), user.user().code(), user.mark(), id, end));
            return true;
        });
        if (sent) {
            mails.wake(from);
            LOG.info(
                    "{} asked to recover the key; the link is on its way",
                    user.user().code());
        }
    }

    /** Forgets links that have expired, and takes back their mails that have not left. */
    void tidy() {
        for (RecoveryLink link : links.expired(clock.instant(), PORTION)) {
            outbox.cancel(link.outboxId());
            links.delete(link.tokenHash());
        }
    }
}

package org.valija.server.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.valija.mail.InvalidAddressException;
import org.valija.mail.MimeContent;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.outbox.ContentId;
import org.valija.outbox.NewMail;
import org.valija.outbox.Outbox;
import org.valija.server.accounts.Accounts;
import org.valija.server.catalogues.Beneficiaries;
import org.valija.server.delivery.DeliveryLedger.Entry;
import org.valija.server.delivery.DeliveryLedger.Written;
import org.valija.server.delivery.DeliveryResult.Accepted;
import org.valija.server.delivery.DeliveryResult.AlreadySent;
import org.valija.server.delivery.DeliveryResult.NoAddress;
import org.valija.server.delivery.DeliveryResult.NotPrepared;
import org.valija.server.delivery.DeliveryResult.NotStamped;
import org.valija.server.documents.Document;
import org.valija.server.sending.MailLimits;
import org.valija.sql.Database;

/**
 * Sends documents to whom the catalogue names, one a call: the mail and its line in the record are accepted in one transaction,
 * so that there is one of both or none. The same document goes to the same address once, however often, by whom and on which
 * node this is called, unless it is asked for again; what failed or was taken back does not count. No permission is asked for:
 * the account must be the named user's. Thread-safe.
 */
@Service
public class DocumentDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentDeliveries.class);

    private final Database database;
    private final DeliveryLedger ledger;
    private final DocumentMail mails;
    private final Beneficiaries beneficiaries;
    private final Accounts accounts;
    private final Outbox outbox;

    DocumentDeliveries(
            Database database,
            DeliveryLedger ledger,
            DocumentMail mails,
            Beneficiaries beneficiaries,
            Accounts accounts,
            Outbox outbox) {
        this.database = database;
        this.ledger = ledger;
        this.mails = mails;
        this.beneficiaries = beneficiaries;
        this.accounts = accounts;
        this.outbox = outbox;
    }

    /** What is written in the transaction that accepts a mail, and lost with it. */
    @FunctionalInterface
    public interface Companion {
        void accepted(Connection connection, Accepted accepted) throws SQLException;
    }

    /** The transaction is rolled back: somebody has got the document since this one looked. */
    private static final class SentMeanwhileException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Whom the catalogue names for a document; nobody where it does not know the beneficiary, or has no address. */
    public Recipients recipients(Document document) {
        return Recipients.of(document.beneficiaryId()
                .flatMap(beneficiaries::find)
                .or(() -> beneficiaries.match(
                        document.companyId(), document.beneficiaryRfc(), document.beneficiaryName())));
    }

    /** To whom, when and by whom a document was sent before. */
    public List<Received> received(long documentId) {
        return ledger.received(documentId);
    }

    /** The mail that {@link #send} would hand in now; empty when it would not. */
    public Optional<OutgoingMail> preview(DeliveryOrder order) {
        Recipients recipients = left(order);
        return recipients.to().isEmpty() ? Optional.empty() : Optional.of(mails.compose(order, recipients));
    }

    /**
     * Hands a document in.
     *
     * @param companion what the caller writes with it
     * @throws org.valija.sql.DatabaseException when the database refuses; nothing was handed in then
     * @throws java.io.UncheckedIOException when a file of ours cannot be read or written now; nothing was handed in then, and
     *     the same may succeed later
     */
    public DeliveryResult send(DeliveryOrder order, Companion companion) {
        if (!order.document().isSendable()) {
            return new NotStamped();
        }
        Recipients all = recipients(order.document());
        if (all.to().isEmpty()) {
            return new NoAddress();
        }
        Optional<Grant> grant = order.grantId().flatMap(id -> accounts.sending(order.userCode(), id));
        if (grant.isEmpty()) {
            return new NotPrepared("error.sending.account", List.of(order.from()));
        }
        long size = mails.size(order.document(), order.xml(), order.pdf());
        if (size > MailLimits.LARGEST) {
            return tooLarge(order.document(), size);
        }
        Recipients recipients = left(order);
        return recipients.to().isEmpty()
                ? alreadySent(order, all)
                : prepare(order, recipients, grant.get().id(), companion);
    }

    /** The same, alone. */
    public DeliveryResult send(DeliveryOrder order) {
        return send(order, (connection, accepted) -> {});
    }

    private static NotPrepared tooLarge(Document document, long size) {
        return new NotPrepared(
                "error.delivery.size",
                List.of(
                        document.number(),
                        String.valueOf(MailLimits.megabytes(size)),
                        String.valueOf(MailLimits.megabytes(MailLimits.LARGEST))));
    }

    private Recipients left(DeliveryOrder order) {
        Recipients all = recipients(order.document());
        return order.again() ? all : all.without(received(order.document().id()));
    }

    private AlreadySent alreadySent(DeliveryOrder order, Recipients all) {
        return new AlreadySent(all.known(received(order.document().id())));
    }

    private DeliveryResult prepare(DeliveryOrder order, Recipients recipients, long grantId, Companion companion) {
        try {
            OutgoingMail mail = mails.compose(order, recipients);
            try (MimeContent content = MimeContent.of(mail)) {
                Entry entry = new Entry(
                        order.document(),
                        order.userCode(),
                        OptionalLong.of(grantId),
                        mail,
                        DeliveryLedger.sha256(content),
                        recipients,
                        order.batch(),
                        Optional.empty());
                Accepted accepted = accept(order, entry, content, companion);
                outbox.wake(grantId);
                return accepted;
            }
        } catch (SentMeanwhileException e) {
            return alreadySent(order, recipients);
        } catch (InvalidAddressException e) {
            return new NotPrepared("error.sending.address", List.of(e.text()));
        } catch (IllegalArgumentException e) {
            LOG.error("document {} could not be put together", order.document().id(), e);
            return new NotPrepared(
                    "error.delivery.preparation", List.of(order.document().number()));
        }
    }

    private Accepted accept(DeliveryOrder order, Entry entry, MimeContent content, Companion companion) {
        NewMail plain = NewMail.of(entry.grantId().orElseThrow(), order.lane(), entry.mail());
        NewMail mail = order.batch().map(plain::in).orElse(plain);
        if (content.size() <= Outbox.INLINE) {
            return database.inTransaction(connection -> write(
                    connection, order, entry, companion, key -> outbox.enqueue(connection, mail.named(key), content)));
        }
        ContentId staged = outbox.stage(content);
        try {
            return database.inTransaction(connection -> write(
                    connection, order, entry, companion, key -> outbox.enqueue(connection, mail.named(key), staged)));
        } catch (RuntimeException | Error e) {
            outbox.discard(staged);
            throw e;
        }
    }

    /** Hands a mail to the outbox under a key. */
    @FunctionalInterface
    private interface Enqueuing {
        Outbox.Accepted under(String key) throws SQLException;
    }

    private Accepted write(
            Connection connection, DeliveryOrder order, Entry entry, Companion companion, Enqueuing enqueuing)
            throws SQLException {
        Written written = ledger.write(connection, entry, order.again()).orElseThrow(SentMeanwhileException::new);
        Outbox.Accepted mail = enqueuing.under(written.key());
        if (!mail.anew()) {
            throw new SentMeanwhileException();
        }
        ledger.handedIn(connection, written.id(), mail.id());
        Accepted accepted = new Accepted(written.id(), mail.id(), entry.mail().messageId());
        companion.accepted(connection, accepted);
        return accepted;
    }
}

package org.valija.server.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.valija.mail.Attachment;
import org.valija.mail.MailContent;
import org.valija.mail.OutgoingMail;
import org.valija.server.delivery.DocumentDeliveryTable.Line;
import org.valija.server.delivery.DocumentDeliveryTable.Sendings;
import org.valija.server.delivery.NewDelivery.Turn;
import org.valija.server.documents.Document;
import org.valija.server.documents.Documents;
import org.valija.server.outbox.MailOrigin;
import org.valija.server.secrets.Sha256;
import org.valija.sql.Database;

/**
 * Writes the record: a line for each document that is handed in, with whom it goes to, and how often a document was sent. While
 * one transaction sends a document or puts a mail of it back, no other does. Thread-safe.
 */
@Component
class DeliveryLedger implements MailOrigin {

    private static final int KEY_DIGITS = 16;

    private final Database database;
    private final DocumentDeliveryTable table;
    private final Documents documents;
    private final Clock clock;

    DeliveryLedger(Database database, DocumentDeliveryTable table, Documents documents, Clock clock) {
        this.database = database;
        this.table = table;
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * What is handed in.
     *
     * @param recipients without a copy to the sender, which is nobody's document
     * @param grantId account that sends it; empty when it is sent with a password
     */
    record Entry(
            Document document,
            String userCode,
            OptionalLong grantId,
            OutgoingMail mail,
            String sha256,
            Recipients recipients,
            Optional<String> batch,
            Optional<String> draftId) {}

    /** What was written of it: the line's id, and what names this sending once and for all. */
    record Written(long id, String key) {}

    /** Every time that a document was sent to an address. */
    List<Received> received(long documentId) {
        return database.run(connection -> table.received(connection, documentId));
    }

    /**
     * Writes the line in the transaction that accepts the mail.
     *
     * @param again whether also those may get it who have got it
     * @return empty when somebody has got it meanwhile, and the transaction is to be rolled back
     */
    Optional<Written> write(Connection connection, Entry entry, boolean again) throws SQLException {
        Document document = entry.document();
        documents.hold(connection, document.id());
        List<Received> earlier = table.received(connection, document.id());
        if (!again && !entry.recipients().known(earlier).isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        List<Turn> turns = entry.recipients().addresses().stream()
                .map(address -> new Turn(address, turn(address, earlier)))
                .toList();
        NewDelivery line = new NewDelivery(
                sent(document),
                entry.userCode(),
                entry.grantId(),
                entry.mail().from().address(),
                mail(entry),
                entry.batch(),
                entry.draftId(),
                now,
                turns);
        Optional<Long> id = table.insert(connection, line);
        if (id.isPresent()) {
            documents.sentOnce(connection, document.id(), now);
        }
        return id.map(known -> new Written(known, key(document.id(), turns)));
    }

    void handedIn(Connection connection, long id, long outboxId) throws SQLException {
        table.handedIn(connection, id, outboxId);
    }

    void ended(Connection connection, String draftId, Delivery.End end) throws SQLException {
        recount(connection, table.ended(connection, draftId, end).stream().toList());
    }

    /**
     * Copies how mails ended that have ended otherwise than the record says, and counts anew how often their documents were sent.
     *
     * @param after looks at lines with a greater id
     * @param most lines that are looked at
     * @return the last that was looked at; empty when there was none
     */
    Optional<Long> copyEnds(long after, int most) {
        List<Long> outdated = table.outdated(after, most);
        if (outdated.isEmpty()) {
            return Optional.empty();
        }
        return database.inTransaction(connection -> {
            recount(connection, table.copyEnds(connection, outdated));
            return Optional.of(outdated.getLast());
        });
    }

    @Override
    public Set<Long> superseded(Connection connection, Collection<Long> mails) throws SQLException {
        for (long document : documentsOf(table.ofMails(connection, mails))) {
            documents.hold(connection, document);
        }
        return table.superseded(connection, mails);
    }

    @Override
    public void changed(Collection<Long> mails) {
        List<Line> lines = database.run(connection -> table.ofMails(connection, mails));
        if (!lines.isEmpty()) {
            database.inTransaction(connection -> {
                table.copyEnds(connection, lines.stream().map(Line::id).toList());
                recount(connection, documentsOf(lines));
                return true;
            });
        }
    }

    /** In one order for all, so that no two wait for each other. */
    private static Set<Long> documentsOf(List<Line> lines) {
        return lines.stream().map(Line::documentId).collect(Collectors.toCollection(TreeSet::new));
    }

    private void recount(Connection connection, Collection<Long> ids) throws SQLException {
        for (long id : ids) {
            documents.hold(connection, id);
            Sendings sendings = table.sendings(connection, id);
            documents.sent(connection, id, sendings.count(), sendings.last());
        }
    }

    /** One more than the times that the address was sent it, whatever became of them. */
    private static int turn(String address, List<Received> earlier) {
        return 1
                + earlier.stream()
                        .filter(each -> each.address().equals(address))
                        .mapToInt(Received::n)
                        .max()
                        .orElse(0);
    }

    /** The same for the same document, addresses and time: the outbox accepts it once. */
    private static String key(long documentId, List<Turn> turns) {
        String addresses = turns.stream().map(Turn::address).collect(Collectors.joining(","));
        int n = turns.stream().mapToInt(Turn::n).max().orElse(1);
        return "documento-" + documentId + "-" + Sha256.hex(addresses).substring(0, KEY_DIGITS) + "-" + n;
    }

    private static Delivery.Sent sent(Document document) {
        return new Delivery.Sent(
                document.id(),
                document.companyId(),
                document.kind(),
                document.number(),
                document.beneficiaryRfc(),
                document.beneficiaryName(),
                document.uuid().map(UUID::toString).orElse(""));
    }

    private static Delivery.Mail mail(Entry entry) {
        OutgoingMail mail = entry.mail();
        return new Delivery.Mail(
                Recipients.text(mail.to()),
                Recipients.text(mail.cc()),
                Recipients.text(mail.bcc()),
                mail.subject(),
                mail.attachments().stream().map(Attachment::fileName).collect(Collectors.joining(", ")),
                mail.messageId(),
                entry.sha256());
    }

    /** Of a mail's octets, in hex. */
    static String sha256(MailContent content) {
        MessageDigest digest = Sha256.digest();
        try (InputStream octets = content.open();
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            octets.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

package org.valija.server.bulk;

import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.valija.mail.MailAddress;
import org.valija.mail.OutgoingMail;
import org.valija.oauth.Grant;
import org.valija.oauth.OAuth;
import org.valija.outbox.Lane;
import org.valija.server.bulk.BulkItem.Seen;
import org.valija.server.delivery.DeliveryOrder;
import org.valija.server.delivery.DeliveryResult;
import org.valija.server.delivery.DocumentDeliveries;
import org.valija.server.delivery.MailTexts;
import org.valija.server.delivery.Received;
import org.valija.server.delivery.Recipients;
import org.valija.server.documents.Document;
import org.valija.server.documents.Documents;
import org.valija.sql.DatabaseException;

/** Looks at the documents of a bulk delivery, and hands each of them in. Thread-safe. */
@Component
class BulkClerk {

    private static final Logger LOG = LoggerFactory.getLogger(BulkClerk.class);

    private final BulkTable bulks;
    private final BulkItemTable items;
    private final Documents documents;
    private final DocumentDeliveries deliveries;
    private final MailTexts texts;
    private final OAuth oauth;

    BulkClerk(
            BulkTable bulks,
            BulkItemTable items,
            Documents documents,
            DocumentDeliveries deliveries,
            MailTexts texts,
            OAuth oauth) {
        this.bulks = bulks;
        this.items = items;
        this.documents = documents;
        this.deliveries = deliveries;
        this.texts = texts;
        this.oauth = oauth;
    }

    /** The transaction is rolled back: the delivery does not run any more, or another node has taken the document. */
    private static final class NotNowException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What is found of each: whether it may be sent, to whom, and whether they got it before. */
    List<BulkItem> look(BulkDelivery bulk, List<BulkItem> some) {
        Map<Long, Document> found = documents
                .find(some.stream().map(BulkItem::documentId).toList())
                .stream()
                .filter(document -> document.companyId() == bulk.companyId())
                .collect(Collectors.toMap(Document::id, Function.identity()));
        return some.stream()
                .map(item -> Optional.ofNullable(found.get(item.documentId()))
                        .map(document -> look(item, document))
                        .orElseGet(() -> item.in(ItemState.MISSING)))
                .toList();
    }

    private BulkItem look(BulkItem item, Document document) {
        Recipients recipients = deliveries.recipients(document);
        List<Received> reached = deliveries.received(document.id()).stream()
                .filter(Received::reached)
                .toList();
        Set<String> have = reached.stream().map(Received::address).collect(Collectors.toSet());
        boolean all = recipients.to().stream().allMatch(address -> have.contains(lower(address)));
        ItemState state = state(document, recipients, all);
        Seen seen = new Seen(
                document.kind().name(),
                document.number(),
                document.beneficiaryName(),
                addresses(recipients),
                reached.stream().map(Received::at).max(Comparator.naturalOrder()));
        return new BulkItem(item.bulkId(), item.seq(), item.documentId(), state, seen, item.trouble(), item.outboxId());
    }

    private static ItemState state(Document document, Recipients recipients, boolean allHaveIt) {
        if (!document.isSendable()) {
            return ItemState.NOT_STAMPED;
        }
        if (document.seal().isBad()) {
            return ItemState.BAD_SEAL;
        }
        if (recipients.to().isEmpty()) {
            return ItemState.NO_ADDRESS;
        }
        return allHaveIt ? ItemState.ALREADY_SENT : ItemState.READY;
    }

    private static String addresses(Recipients recipients) {
        return Stream.concat(recipients.to().stream(), recipients.cc().stream())
                .map(MailAddress::address)
                .collect(Collectors.joining(", "));
    }

    private static String lower(MailAddress address) {
        return address.address().toLowerCase(Locale.ROOT);
    }

    /**
     * Hands one in: the delivery's count, the item, the mail and the record change in one transaction. A document that fails
     * in a way of its own, an {@link Error} included, is refused, so that the others go on.
     *
     * @throws DatabaseException when the database refuses; nothing was handed in then
     */
    HandIn handIn(BulkDelivery bulk, BulkItem item) {
        try {
            String from = bulk.grantId()
                    .flatMap(oauth.vault()::grant)
                    .map(Grant::email)
                    .orElse("");
            Optional<DeliveryOrder> order = order(bulk, item, from, bulk.options());
            return order.isEmpty()
                    ? new HandIn.Refused(ItemState.MISSING, "")
                    : handedIn(deliveries.send(order.get(), (connection, accepted) -> {
                        // The delivery first, as whoever pauses or stops it: two never wait for each other.
                        if (!bulks.handedIn(connection, bulk.id())
                                || !items.take(connection, item, accepted.outboxId())) {
                            throw new NotNowException();
                        }
                    }));
        } catch (NotNowException e) {
            return new HandIn.NotNow();
        } catch (DatabaseException e) {
            throw e;
        } catch (UncheckedIOException e) {
            LOG.warn("document {} of bulk delivery {} is tried again", item.documentId(), bulk.id(), e);
            return new HandIn.Later(Trouble.later(item));
        } catch (RuntimeException | Error e) {
            LOG.error("document {} of bulk delivery {} could not be put together", item.documentId(), bulk.id(), e);
            return new HandIn.Refused(ItemState.FAILED, Trouble.PREPARATION.text());
        }
    }

    private static HandIn handedIn(DeliveryResult result) {
        return switch (result) {
            case DeliveryResult.Accepted accepted -> new HandIn.Done();
            case DeliveryResult.AlreadySent sent -> new HandIn.Refused(ItemState.ALREADY_SENT, "");
            case DeliveryResult.NoAddress none -> new HandIn.Refused(ItemState.NO_ADDRESS, "");
            case DeliveryResult.NotStamped not -> new HandIn.Refused(ItemState.NOT_STAMPED, "");
            case DeliveryResult.NotPrepared(String key, List<String> arguments) ->
                new HandIn.Refused(ItemState.FAILED, new Trouble(key, arguments).text());
        };
    }

    /** The mail as it would leave; empty when there is no such document, or nobody to send it to. */
    Optional<OutgoingMail> preview(BulkDelivery bulk, BulkItem item, String from, BulkOptions options) {
        return order(bulk, item, from, options).flatMap(deliveries::preview);
    }

    private Optional<DeliveryOrder> order(BulkDelivery bulk, BulkItem item, String from, BulkOptions options) {
        return documents
                .find(item.documentId())
                .filter(document -> document.companyId() == bulk.companyId())
                .map(document -> new DeliveryOrder(
                        document,
                        bulk.userCode(),
                        from,
                        bulk.grantId(),
                        texts.usual(document),
                        options.xml(),
                        options.pdf(),
                        options.copyToMe(),
                        options.again(),
                        Lane.BULK,
                        Optional.of(bulk.batch())));
    }
}

package org.valija.server.delivery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.outbox.MailView;
import org.valija.server.users.CompanyScope;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.server.web.Say;

/**
 * The record of what was sent, as the present user may read it: of companies that they are authorised for. Of a document that
 * one sees, everybody reads it: who is to send it must see whether somebody has. What a mail says stays its sender's. Used by
 * the templates too. Thread-safe.
 */
@Service("deliveryRecord")
public class DeliveryRecord {

    private static final int LATEST = 20;
    private static final int AT_ONCE = 500;

    private final DocumentDeliveryTable table;
    private final Companies companies;
    private final CurrentUser current;

    DeliveryRecord(DocumentDeliveryTable table, Companies companies, CurrentUser current) {
        this.table = table;
        this.companies = companies;
        this.current = current;
    }

    /** The latest lines of a document. */
    public List<RecordRow> of(long documentId) {
        return rows(found(RecordFilter.ALL.ofDocument(documentId), Optional.empty(), LATEST));
    }

    /**
     * The latest lines that fit, older than that one.
     *
     * @throws org.valija.server.users.NotPermittedException unless the present user may look at the record
     */
    public List<Delivery> search(RecordFilter filter, Optional<Long> olderThan, int most) {
        current.must(Function.DELIVERY_RECORD, Operation.VIEW);
        return found(filter, olderThan, most);
    }

    private List<Delivery> found(RecordFilter filter, Optional<Long> olderThan, int most) {
        CompanyScope scope = current.companies();
        Optional<RecordFilter> narrowed = scope.all() ? Optional.of(filter) : filter.within(scope.ids());
        return narrowed.map(known -> table.search(known, olderThan, Math.min(most, AT_ONCE)))
                .orElse(List.of());
    }

    /** @throws org.valija.server.users.NotPermittedException unless the present user may take the record out as a file */
    void mustExport() {
        current.must(Function.DELIVERY_RECORD, Operation.VIEW);
        current.must(Function.DELIVERY_RECORD, Operation.RUN);
    }

    /** Every line that fits, the latest first, a part at a time; that the present user may have them is the caller's to ask for. */
    public void each(RecordFilter filter, Consumer<Delivery> reader) {
        Optional<Long> olderThan = Optional.empty();
        List<Delivery> part;
        do {
            part = found(filter, olderThan, AT_ONCE);
            part.forEach(reader);
            olderThan = part.isEmpty()
                    ? Optional.empty()
                    : Optional.of(part.getLast().id());
        } while (part.size() == AT_ONCE);
    }

    List<RecordRow> rows(List<Delivery> deliveries) {
        Map<Long, String> names = names();
        return deliveries.stream()
                .map(delivery -> new RecordRow(
                        delivery,
                        MailView.tone(delivery.end().state()),
                        names.getOrDefault(delivery.document().companyId(), ""),
                        delivery.end().diagnosis().map(diagnosis -> Say.of(diagnosis.about(delivery.mailbox()))),
                        delivery.outboxId().isPresent() && mayLook(delivery)))
                .toList();
    }

    private boolean mayLook(Delivery delivery) {
        return current.administers() || current.code().equals(delivery.userCode());
    }

    Map<Long, String> names() {
        return companies.all().stream().collect(Collectors.toMap(Company::id, Company::name));
    }
}

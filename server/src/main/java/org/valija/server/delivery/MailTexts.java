package org.valija.server.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.valija.server.audit.Audit;
import org.valija.server.audit.AuditAction;
import org.valija.server.audit.AuditDetail;
import org.valija.server.audit.AuditEvent;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.Document;
import org.valija.server.documents.Kind;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;
import org.valija.sql.Database;

/**
 * What mails of documents say: <em>Original</em>, the company's text for the kind of document, and <em>Último utilizado</em>,
 * what its beneficiary was last sent where that was another. What sends a document reads them; people see and change the originals
 * as their profile permits. Thread-safe.
 */
@Service
public class MailTexts {

    private final Database database;
    private final MailTemplateTable templates;
    private final UsedTextTable used;
    private final Companies companies;
    private final CurrentUser current;
    private final MessageSource messages;
    private final Audit audit;
    private final Clock clock;

    MailTexts(
            Database database,
            MailTemplateTable templates,
            UsedTextTable used,
            Companies companies,
            CurrentUser current,
            MessageSource messages,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.templates = templates;
        this.used = used;
        this.companies = companies;
        this.current = current;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /** <em>Original</em>: the company's own, or ours where it has none. */
    public MailText original(long companyId, Kind kind) {
        return template(companyId, kind).map(MailTemplate::text).orElseGet(() -> ours(kind));
    }

    /** <em>Último utilizado</em> of a document's beneficiary; empty where that was the original. */
    public Optional<MailText> lastUsed(Document document) {
        return document.beneficiaryId().flatMap(id -> used.find(id, document.kind()));
    }

    /** What a document is sent with unless somebody chooses: <em>Último utilizado</em>, else <em>Original</em>. */
    public MailText usual(Document document) {
        return lastUsed(document).orElseGet(() -> original(document.companyId(), document.kind()));
    }

    /** Words between braces that are no field, as written. */
    public List<String> unknownFields(MailText text) {
        return text.unknownFields();
    }

    /** @throws org.valija.server.users.NotPermittedException unless the present user may look at the originals */
    void mustShow() {
        current.must(Function.TEMPLATES, Operation.VIEW);
    }

    Optional<MailTemplate> template(long companyId, Kind kind) {
        return templates.find(companyId, kind);
    }

    MailText ours(Kind kind) {
        return new MailText(ours("subject", kind), ours("body", kind), ours("signature", kind));
    }

    private String ours(String part, Kind kind) {
        return messages.getMessage("delivery.ours." + part + "." + kind, null, DocumentFields.READERS);
    }

    /**
     * Writes a company's own text in the place of the one that the present user has seen.
     *
     * @param seen when that was written; empty when it was ours
     * @return whether that still stood; nothing was changed otherwise
     * @throws org.springframework.security.access.AccessDeniedException for who may not
     */
    boolean change(long companyId, Kind kind, MailText text, Optional<Instant> seen) {
        mustChange(companyId);
        Company company = companies.visible(companyId).orElseThrow(CurrentUser::denied);
        MailTemplate template = new MailTemplate(text, current.code(), clock.instant());
        return database.inTransaction(connection -> {
            boolean written = templates.write(connection, company.id(), kind, template, seen);
            if (written) {
                audit.note(connection, changed(company, kind));
            }
            return written;
        });
    }

    /** @throws org.springframework.security.access.AccessDeniedException unless the present user may change that company's texts */
    void mustChange(long companyId) {
        current.must(Function.TEMPLATES, Operation.CHANGE);
        current.mustSee(companyId);
    }

    /** The text is ours again. */
    void reset(long companyId, Kind kind) {
        current.must(Function.TEMPLATES, Operation.DELETE);
        current.mustSee(companyId);
        Company company = companies.visible(companyId).orElseThrow(CurrentUser::denied);
        database.inTransaction(connection -> {
            boolean removed = templates.remove(connection, companyId, kind);
            if (removed) {
                audit.note(connection, changed(company, kind).with(AuditDetail.STATE, "original"));
            }
            return removed;
        });
    }

    private static AuditEvent changed(Company company, Kind kind) {
        return AuditEvent.of(AuditAction.TEMPLATE_CHANGED, company.name()).with(AuditDetail.KIND, kind);
    }

    /** Notes in the transaction that accepts a mail what it said; what is the original is no text of the beneficiary's own. */
    void note(Connection connection, Document document, MailText text, MailText original) throws SQLException {
        if (document.beneficiaryId().isEmpty()) {
            return;
        }
        long beneficiary = document.beneficiaryId().get();
        if (text.equals(original)) {
            used.remove(connection, beneficiary, document.kind());
        } else {
            used.write(connection, beneficiary, document.kind(), text, clock.instant());
        }
    }
}

package org.valija.server.documents;

import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.web.FieldErrors;

/** Says in which fields somebody else's changes differ from what was typed. Thread-safe. */
@Component
class DocumentDifferences {

    private final DocumentCheck check;
    private final Companies companies;
    private final MessageSource messages;

    DocumentDifferences(DocumentCheck check, Companies companies, MessageSource messages) {
        this.check = check;
        this.companies = companies;
        this.messages = messages;
    }

    /** At each such field, what stands there now. */
    FieldErrors of(DocumentFields typed, Document now) {
        DocumentFields mine = check.plain(typed);
        DocumentFields theirs = DocumentFields.of(now);
        FieldErrors errors = FieldErrors.none();
        add(errors, "kind", kind(mine), kind(theirs));
        add(errors, "company", company(mine), company(theirs));
        add(errors, "number", mine.number(), theirs.number());
        add(errors, "date", mine.date(), theirs.date());
        add(errors, "beneficiaryRfc", mine.beneficiaryRfc(), theirs.beneficiaryRfc());
        add(errors, "beneficiaryName", mine.beneficiaryName(), theirs.beneficiaryName());
        add(errors, "concept", mine.concept(), theirs.concept());
        add(errors, "amount", mine.amount(), theirs.amount());
        add(errors, "currency", mine.currency(), theirs.currency());
        add(errors, "bankAccount", mine.bankAccount(), theirs.bankAccount());
        return errors;
    }

    private static void add(FieldErrors errors, String field, String mine, String theirs) {
        if (mine.equals(theirs)) {
            return;
        }
        if (theirs.isEmpty()) {
            errors.add(field, "error.documents.changed.empty");
        } else {
            errors.add(field, "error.documents.changed", theirs);
        }
    }

    private String kind(DocumentFields fields) {
        return messages.getMessage(
                "documents.kind." + fields.kind().orElseThrow(), null, LocaleContextHolder.getLocale());
    }

    private String company(DocumentFields fields) {
        Optional<Company> found = fields.companyId().flatMap(companies::find);
        return found.map(Company::name).orElse("");
    }
}

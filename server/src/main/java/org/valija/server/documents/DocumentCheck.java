package org.valija.server.documents;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.catalogues.Rfc;
import org.valija.server.web.FieldErrors;

/** What must be right of typed data before a document is stored. Thread-safe. */
@Component
class DocumentCheck {

    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_CONCEPT = 500;
    private static final int LONGEST_ACCOUNT = 60;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;
    private static final String PESOS = "MXN";

    private final Companies companies;
    private final Parties parties;

    DocumentCheck(Companies companies, Parties parties) {
        this.companies = companies;
        this.parties = parties;
    }

    /** Everything that is wrong, by the names of the fields. */
    FieldErrors errors(DocumentFields fields) {
        FieldErrors errors = FieldErrors.none();
        if (fields.companyId().flatMap(companies::find).filter(Company::active).isEmpty()) {
            errors.add("company", "error.documents.company");
        }
        if (fields.kind().filter(Kind::isTyped).isEmpty()) {
            errors.add("kind", "error.documents.kind");
        }
        line(errors, "number", fields.number(), LONGEST_NUMBER);
        line(errors, "beneficiaryName", fields.beneficiaryName(), LONGEST_NAME);
        line(errors, "concept", fields.concept(), LONGEST_CONCEPT);
        line(errors, "bankAccount", fields.bankAccount(), LONGEST_ACCOUNT);
        if (date(fields.date()).isEmpty()) {
            errors.add("date", "error.documents.date");
        }
        party(errors, fields);
        boolean money = fields.kind().filter(Kind::isBankDocument).isPresent();
        if (fields.amount().isEmpty() ? money : amount(fields.amount()).isEmpty()) {
            errors.add("amount", "error.documents.amount");
        }
        if (!fields.currency().isEmpty() && !isCurrency(fields.currency())) {
            errors.add("currency", "error.documents.currency");
        }
        return errors;
    }

    private static void party(FieldErrors errors, DocumentFields fields) {
        boolean bank = fields.kind().filter(Kind::isBankDocument).isPresent();
        if (!fields.beneficiaryRfc().isEmpty()
                && Rfc.canonical(fields.beneficiaryRfc()).isEmpty()) {
            errors.add("beneficiaryRfc", "error.documents.rfc");
        } else if (bank
                && fields.beneficiaryRfc().isEmpty()
                && fields.beneficiaryName().isEmpty()) {
            errors.add("beneficiaryName", "error.documents.beneficiary");
        }
    }

    private static void line(FieldErrors errors, String field, String text, int longest) {
        if (text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            errors.add(field, "error.documents.text", longest);
        }
    }

    /** Fields without errors, as they stand in the document that they become. */
    DocumentFields plain(DocumentFields fields) {
        String rfc = Rfc.canonical(fields.beneficiaryRfc()).orElse("");
        return new DocumentFields(
                fields.companyId(),
                fields.kind(),
                fields.number(),
                fields.date(),
                rfc,
                fields.beneficiaryName().isEmpty()
                        ? parties.nameOf(fields.companyId().orElseThrow(), rfc).orElse("")
                        : fields.beneficiaryName(),
                fields.concept(),
                amount(fields.amount()).map(BigDecimal::toPlainString).orElse(""),
                fields.currency().isEmpty() ? PESOS : fields.currency().toUpperCase(Locale.ROOT),
                fields.bankAccount());
    }

    /**
     * The document of fields without errors; whom it names is in the catalogue afterwards.
     *
     * @param fingerprint of what was handed in under the identity
     */
    NewDocument document(
            DocumentFields fields, Source source, String by, Optional<String> identity, Optional<String> fingerprint) {
        DocumentFields plain = plain(fields);
        long company = plain.companyId().orElseThrow();
        LocalDate date = date(plain.date()).orElseThrow();
        return new NewDocument(
                company,
                plain.kind().orElseThrow(),
                plain.number(),
                date,
                date.getYear(),
                date.getMonthValue(),
                parties.inCatalogue(
                        company, new Parties.Party(plain.beneficiaryRfc(), plain.beneficiaryName(), "", "")),
                plain.beneficiaryRfc(),
                plain.beneficiaryName(),
                plain.concept(),
                amount(plain.amount()),
                plain.currency(),
                plain.bankAccount(),
                Optional.empty(),
                false,
                Seal.NONE,
                0,
                source,
                by,
                identity,
                fingerprint);
    }

    private static Optional<LocalDate> date(String typed) {
        try {
            LocalDate date = LocalDate.parse(typed);
            return date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR ? Optional.of(date) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As accountants type it: {@code $1,234.50}. */
    private static Optional<BigDecimal> amount(String typed) {
        String plain = typed.replaceFirst("^\\$\\s*", "");
        return plain.matches("(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\\.[0-9]{1,6})?")
                ? Optional.of(new BigDecimal(plain.replace(",", "")))
                : Optional.empty();
    }

    private static boolean isCurrency(String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(currency -> currency.getCurrencyCode().equalsIgnoreCase(code));
    }
}

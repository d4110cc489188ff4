package org.valija.server.delivery;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Month;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.documents.Document;

/** What the fields are for a document, in Spanish of Mexico: whoever gets the mail reads that. Thread-safe. */
@Component
class DocumentFields {

    static final Locale READERS = Locale.of("es", "MX");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d 'de' MMMM 'de' uuuu", READERS);

    private final Companies companies;
    private final MessageSource messages;

    DocumentFields(Companies companies, MessageSource messages) {
        this.companies = companies;
        this.messages = messages;
    }

    FieldValues of(Document document) {
        Optional<Company> company = companies.find(document.companyId());
        Map<MailField, String> values = new EnumMap<>(MailField.class);
        values.put(MailField.BENEFICIARIO, document.beneficiaryName());
        values.put(MailField.RFC, document.beneficiaryRfc());
        values.put(MailField.EMPRESA, company.map(Company::name).orElse(""));
        values.put(MailField.RFC_EMPRESA, company.map(Company::rfc).orElse(""));
        values.put(MailField.DOCUMENTO, messages.getMessage("delivery.paper." + document.kind(), null, READERS));
        values.put(MailField.FOLIO, document.number());
        values.put(MailField.FECHA, document.date().format(DAY));
        values.put(MailField.PERIODO, period(document));
        values.put(
                MailField.IMPORTE,
                document.amount()
                        .map(amount -> amount(amount, document.currency()))
                        .orElse(""));
        values.put(MailField.CONCEPTO, document.concept());
        values.put(MailField.CUENTA, document.bankAccount());
        values.put(
                MailField.UUID, document.uuid().map(UUID::toString).orElse("").toUpperCase(READERS));
        return FieldValues.ofLines(values);
    }

    private static String period(Document document) {
        String month = Month.of(document.month()).getDisplayName(TextStyle.FULL, READERS);
        return month + " de " + document.year();
    }

    private static String amount(BigDecimal amount, String currency) {
        DecimalFormat format = new DecimalFormat("$#,##0.00####", DecimalFormatSymbols.getInstance(READERS));
        return (format.format(amount) + " " + currency).strip();
    }
}

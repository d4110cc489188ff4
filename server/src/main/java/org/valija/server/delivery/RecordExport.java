package org.valija.server.delivery;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.ValijaProperties;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.printing.Branding;
import org.valija.server.printing.TablePage;
import org.valija.server.printing.TablePage.Column;
import org.valija.server.printing.TablePrinter;
import org.valija.server.sheets.SheetCell;
import org.valija.server.sheets.SheetColumn;
import org.valija.server.sheets.SheetWriter;
import org.valija.server.users.CurrentUser;
import org.valija.server.web.Moments;

/** The record for an auditor: as a sheet with everything that is known, or printed with what is read. Thread-safe. */
@Component
class RecordExport {

    /** Lines of the PDF; a sheet has them all. */
    static final int MOST_PRINTED = 2_000;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d/MM/uuuu", Locale.ROOT);

    private final DeliveryRecord record;
    private final TablePrinter printer;
    private final Companies companies;
    private final CurrentUser current;
    private final Moments moments;
    private final MessageSource messages;
    private final Clock clock;
    private final String installation;
    private final ZoneId zone;

    RecordExport(
            DeliveryRecord record,
            TablePrinter printer,
            Companies companies,
            CurrentUser current,
            Moments moments,
            MessageSource messages,
            Clock clock,
            ValijaProperties properties) {
        this.record = record;
        this.printer = printer;
        this.companies = companies;
        this.current = current;
        this.moments = moments;
        this.messages = messages;
        this.clock = clock;
        this.installation = properties.company();
        this.zone = Optional.ofNullable(properties.zone()).orElseGet(ZoneId::systemDefault);
    }

    void xlsx(RecordFilter filter, OutputStream out) {
        try (SheetWriter sheet = SheetWriter.xlsx(out, text("record.title"), columns())) {
            write(filter, sheet);
        }
    }

    void csv(RecordFilter filter, OutputStream out) {
        try (SheetWriter sheet = SheetWriter.csv(out, columns())) {
            write(filter, sheet);
        }
    }

    void pdf(RecordQuery query, RecordFilter filter, OutputStream out) {
        List<List<String>> rows = new ArrayList<>();
        Optional<Long> olderThan = Optional.empty();
        List<Delivery> part;
        do {
            part = record.search(filter, olderThan, MOST_PRINTED - rows.size());
            part.forEach(delivery -> rows.add(printed(delivery)));
            olderThan = part.isEmpty()
                    ? Optional.empty()
                    : Optional.of(part.getLast().id());
        } while (!part.isEmpty() && rows.size() < MOST_PRINTED);
        Instant now = clock.instant();
        TablePage page = new TablePage(
                text("record.title"),
                List.of(said(query), text("record.printed", current.code(), moments.say(now))),
                List.of(
                        Column.text(text("record.when"), 9),
                        Column.text(text("record.document"), 13),
                        Column.text(text("record.beneficiary"), 16),
                        Column.text(text("record.to"), 17),
                        Column.text(text("record.by"), 15),
                        Column.text(text("record.state"), 8),
                        Column.text(text("record.messageId") + " / " + text("record.reply"), 22)),
                rows,
                text("record.nothing"),
                true,
                LocaleContextHolder.getLocale(),
                now);
        printer.print(page, branding(query), out);
    }

    private List<String> printed(Delivery delivery) {
        Delivery.Sent document = delivery.document();
        return List.of(
                moments.say(delivery.acceptedAt()),
                lines(text("documents.kind." + document.kind()) + " " + document.number(), document.uuid()),
                lines(document.beneficiaryName(), document.beneficiaryRfc()),
                delivery.mail().recipients(),
                lines(delivery.userCode(), delivery.mailbox()),
                lines(
                        text("outbox.state." + delivery.end().state()),
                        delivery.end().at().map(moments::say).orElse("")),
                lines(delivery.mail().messageId(), delivery.end().reply()));
    }

    private static String lines(String... texts) {
        return Stream.of(texts).filter(text -> !text.isBlank()).collect(Collectors.joining(" · "));
    }

    private String said(RecordQuery query) {
        String parts = Stream.of(
                        query.from().map(day -> text("record.find.from") + " " + DAY.format(day)),
                        query.until().map(day -> text("record.find.until") + " " + DAY.format(day)),
                        query.state().map(state -> text("outbox.state." + state)),
                        query.batch().map(batch -> text("record.batch") + " " + batch),
                        Optional.of(query.words()).filter(words -> !words.isEmpty()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" · "));
        return parts.isEmpty() ? text("record.filter.none") : text("record.filter", parts);
    }

    private Branding branding(RecordQuery query) {
        Optional<Company> company = Optional.ofNullable(query.empresa()).flatMap(companies::visible);
        return company.map(known -> new Branding(known.name(), known.rfc(), Optional.empty(), known.colour()))
                .orElseGet(() -> Branding.plain(installation, ""));
    }

    private List<SheetColumn> columns() {
        return List.of(
                new SheetColumn(text("record.when"), 20),
                new SheetColumn(text("record.company"), 28),
                new SheetColumn(text("record.document"), 18),
                new SheetColumn(text("documents.number"), 14),
                new SheetColumn(text("record.uuid"), 38),
                new SheetColumn(text("record.rfc"), 16),
                new SheetColumn(text("record.beneficiary"), 32),
                new SheetColumn(text("record.to"), 40),
                new SheetColumn("Cc", 28),
                new SheetColumn("Cco", 28),
                new SheetColumn(text("record.by"), 16),
                new SheetColumn(text("record.mailbox"), 28),
                new SheetColumn(text("record.subject"), 40),
                new SheetColumn(text("record.files"), 40),
                new SheetColumn(text("record.state"), 14),
                new SheetColumn(text("record.ended"), 20),
                new SheetColumn(text("record.messageId"), 50),
                new SheetColumn(text("record.reply"), 50),
                new SheetColumn(text("record.why"), 40),
                new SheetColumn(text("record.refused"), 40),
                new SheetColumn(text("record.batch"), 30),
                new SheetColumn(text("record.sha256"), 66));
    }

    private void write(RecordFilter filter, SheetWriter sheet) {
        Map<Long, String> names = record.names();
        record.each(filter, delivery -> sheet.row(cells(delivery, names)));
    }

    private List<SheetCell> cells(Delivery delivery, Map<Long, String> names) {
        Delivery.Sent document = delivery.document();
        Delivery.Mail mail = delivery.mail();
        Delivery.End end = delivery.end();
        String why = end.diagnosis()
                .map(diagnosis -> diagnosis
                        .about(delivery.mailbox())
                        .text(LocaleContextHolder.getLocale())
                        .what())
                .orElse("");
        return List.of(
                SheetCell.of(local(delivery.acceptedAt())),
                SheetCell.of(names.getOrDefault(document.companyId(), "")),
                SheetCell.of(text("documents.kind." + document.kind())),
                SheetCell.of(document.number()),
                SheetCell.of(document.uuid()),
                SheetCell.of(document.beneficiaryRfc()),
                SheetCell.of(document.beneficiaryName()),
                SheetCell.of(mail.to()),
                SheetCell.of(mail.cc()),
                SheetCell.of(mail.bcc()),
                SheetCell.of(delivery.userCode()),
                SheetCell.of(delivery.mailbox()),
                SheetCell.of(mail.subject()),
                SheetCell.of(mail.files()),
                SheetCell.of(text("outbox.state." + end.state())),
                end.at().map(at -> SheetCell.of(local(at))).orElseGet(SheetCell::empty),
                SheetCell.of(mail.messageId()),
                SheetCell.of(end.reply()),
                SheetCell.of(why),
                SheetCell.of(end.refused()),
                SheetCell.of(delivery.batch().orElse("")),
                SheetCell.of(mail.sha256()));
    }

    private LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, zone);
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}

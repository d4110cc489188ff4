package org.valija.server.bulk;

import java.io.OutputStream;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.outbox.MessageState;
import org.valija.outbox.OutboxMail;
import org.valija.server.ValijaProperties;
import org.valija.server.bulk.BulkRows.Row;
import org.valija.server.catalogues.Companies;
import org.valija.server.catalogues.Company;
import org.valija.server.printing.Branding;
import org.valija.server.printing.TablePage;
import org.valija.server.printing.TablePage.Column;
import org.valija.server.printing.TablePrinter;
import org.valija.server.sheets.SheetCell;
import org.valija.server.sheets.SheetColumn;
import org.valija.server.sheets.SheetWriter;
import org.valija.server.web.Moments;

/**
 * What became of each document of a bulk delivery, to take away: as a workbook every one, as a PDF as many as somebody reads.
 * Written while it is read, in the reader's language. Thread-safe.
 */
@Component
class BulkReports {

    /** Rows of a PDF; of a larger delivery it holds those that were not sent. */
    static final int PRINTED = 2_000;

    private static final int WORDED_AT_ONCE = 200;

    private final Bulks bulks;
    private final BulkStandings standings;
    private final BulkWords words;
    private final Companies companies;
    private final TablePrinter printer;
    private final Moments moments;
    private final Clock clock;
    private final ZoneId zone;

    BulkReports(
            Bulks bulks,
            BulkStandings standings,
            BulkWords words,
            Companies companies,
            TablePrinter printer,
            Moments moments,
            Clock clock,
            ValijaProperties properties) {
        this.bulks = bulks;
        this.standings = standings;
        this.words = words;
        this.companies = companies;
        this.printer = printer;
        this.moments = moments;
        this.clock = clock;
        this.zone = Optional.ofNullable(properties.zone()).orElseGet(ZoneId::systemDefault);
    }

    /** Every document, a row each. */
    void xlsx(BulkDelivery bulk, OutputStream out) {
        List<SheetColumn> columns = List.of(
                column("document", 18),
                column("number", 16),
                column("recipient", 36),
                column("addresses", 36),
                column("result", 22),
                column("when", 20),
                column("why", 60),
                column("todo", 60),
                column("messageId", 44),
                column("reply", 60));
        try (SheetWriter sheet = SheetWriter.xlsx(out, words.text("bulk.report.sheet"), columns)) {
            eachWorded(
                    bulk,
                    view -> sheet.row(
                            SheetCell.of(kind(view)),
                            SheetCell.of(view.item().seen().number()),
                            SheetCell.of(view.item().seen().recipient()),
                            SheetCell.of(view.item().seen().addresses()),
                            SheetCell.of(words.text(view.state())),
                            view.when()
                                    .map(time -> SheetCell.of(LocalDateTime.ofInstant(time, zone)))
                                    .orElseGet(SheetCell::empty),
                            SheetCell.of(view.why()),
                            SheetCell.of(view.todo()),
                            SheetCell.of(view.mail().map(OutboxMail::messageId).orElse("")),
                            SheetCell.of(view.mail().map(OutboxMail::detail).orElse(""))));
        }
    }

    /** The counts, and a row for each document; of a large delivery for those that were not sent. */
    void pdf(BulkDelivery bulk, OutputStream out) {
        boolean all = bulk.documents() <= PRINTED;
        List<List<String>> rows = new ArrayList<>();
        eachWorded(bulk, view -> {
            if (rows.size() < PRINTED && (all || !isSent(view))) {
                rows.add(List.of(
                        kind(view),
                        view.item().seen().number(),
                        view.item().seen().recipient(),
                        view.item().seen().addresses(),
                        words.text(view.state()),
                        view.when().map(moments::say).orElse(""),
                        view.why()));
            }
        });
        List<Column> columns = List.of(
                Column.text(heading("document"), 10),
                Column.text(heading("number"), 9),
                Column.text(heading("recipient"), 20),
                Column.text(heading("addresses"), 20),
                Column.text(heading("result"), 11),
                Column.text(heading("when"), 10),
                Column.text(heading("why"), 20));
        TablePage page = new TablePage(
                words.text("bulk.report.title", bulk.name()),
                lines(bulk, all),
                columns,
                rows,
                words.text("bulk.report.empty"),
                true,
                LocaleContextHolder.getLocale(),
                clock.instant());
        printer.print(page, branding(bulk), out);
    }

    private static boolean isSent(RowView view) {
        return view.mail().filter(mail -> mail.state() == MessageState.SENT).isPresent();
    }

    private List<String> lines(BulkDelivery bulk, boolean all) {
        BulkStanding standing = standings.of(bulk);
        List<String> lines = new ArrayList<>();
        lines.add(words.text(
                "bulk.report.counts",
                bulk.documents(),
                standing.sent(),
                standing.remaining(),
                standing.failed() + standing.stopped() + standing.unknown(),
                standing.aside()));
        lines.add(words.text("bulk.report.by", bulk.userCode(), moments.say(clock.instant())));
        if (!all) {
            lines.add(words.text("bulk.report.part", PRINTED));
        }
        return lines;
    }

    private Branding branding(BulkDelivery bulk) {
        Optional<Company> company = companies.find(bulk.companyId());
        String colour = company.map(Company::colour).filter(Branding::isColour).orElse(Branding.DEFAULT_COLOUR);
        return new Branding(
                company.map(Company::name).orElse(""), company.map(Company::rfc).orElse(""), Optional.empty(), colour);
    }

    /** Words are chosen for so many at a time: each part is one question to the outbox. */
    private void eachWorded(BulkDelivery bulk, Consumer<RowView> each) {
        List<Row> part = new ArrayList<>();
        bulks.rows(bulk).forEach(row -> {
            part.add(row);
            if (part.size() == WORDED_AT_ONCE) {
                words.views(part).forEach(each);
                part.clear();
            }
        });
        words.views(part).forEach(each);
    }

    private String kind(RowView view) {
        String kind = view.item().seen().kind();
        return kind.isEmpty() ? "" : words.text("bulk.kind." + kind);
    }

    private SheetColumn column(String name, int width) {
        return new SheetColumn(heading(name), width);
    }

    private String heading(String name) {
        return words.text("bulk.report." + name);
    }
}

package org.valija.server.printing;

import static org.valija.server.printing.Papers.word;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.valija.server.printing.BankDocumentPage.Entry;
import org.valija.server.printing.BankDocumentPage.Kind;

/** Prints cheques, egresos, ingresos and pólizas. Thread-safe. */
public final class BankDocumentPrinter {

    private static final int LONG_AMOUNT = 17;

    private final PdfPress press;

    public BankDocumentPrinter(PdfPress press) {
        this.press = press;
    }

    /**
     * Writes the PDF; the stream stays open.
     *
     * @throws java.io.UncheckedIOException if the stream does not take it
     */
    public void print(BankDocumentPage page, Branding branding, OutputStream out) {
        String title = word("bank." + page.kind()) + (page.number().isEmpty() ? "" : " " + page.number());
        Imprint imprint = new Imprint(
                title,
                branding.company(),
                word("bank.subject", word("bank." + page.kind()), page.number(), branding.company()),
                "es-MX",
                page.date().atStartOfDay(ZoneOffset.UTC).toInstant());
        press.print(imprint, branding, Papers.numbering(), body -> write(page, title, branding, body), out);
    }

    private static void write(BankDocumentPage page, String title, Branding branding, Tag body) {
        Letterhead.repeated(body, branding.company(), title, word("bank.foot"));
        Tag what = new Letterhead(branding).head(body);
        what.add("h1").text(word("bank." + page.kind()));
        if (!page.number().isEmpty()) {
            what.add("div", "mark").add("b").text(word("bank.number", page.number()));
        }
        what.add("div", "mark").text(Figures.day(page.date()));
        if (page.amount().isPresent() || !page.party().name().isEmpty()) {
            payment(page, body);
        }
        facts(page, body);
        if (page.kind() == Kind.INGRESO_NO_DEPOSITADO) {
            body.add("p", "note").text(word("bank.undeposited"));
        }
        if (!page.entries().isEmpty()) {
            entries(page.entries(), body);
        }
        signatures(page.kind(), body);
    }

    private static void payment(BankDocumentPage page, Tag body) {
        Tag frame = body.add("div", "payment");
        Tag row = frame.add("table").add("tr");
        Tag party = row.add("td");
        party.add("div", "label").text(word("bank.party." + page.kind()));
        party.add("div", Letterhead.sized("to", page.party().name()))
                .text(page.party().name().isEmpty() ? "—" : page.party().name());
        if (!page.party().rfc().isEmpty()) {
            party.add("div", "under").text(word("bank.rfc", page.party().rfc()));
        }
        page.amount().ifPresent(amount -> {
            Tag sum = row.add("td", "sum");
            String figures = Figures.money(amount);
            sum.add("div", "label").text(word("bank.amount"));
            sum.add("div", figures.length() > LONG_AMOUNT ? "amount long" : "amount")
                    .text(figures);
            sum.add("div", "label").text(page.currency());
            String words = AmountWords.of(amount, page.currency());
            if (!words.isEmpty()) {
                frame.add("div", "in-words").text("(" + words + ")");
            }
        });
    }

    private static void facts(BankDocumentPage page, Tag body) {
        Tag pairs = body.add("table", "pairs facts-of block");
        pairs.pair(word("bank.date"), Figures.day(page.date()));
        pair(pairs, "bank.account", page.bankAccount());
        pair(pairs, "bank.concept", page.concept());
        pair(pairs, "bank.reference", page.reference());
    }

    private static void pair(Tag pairs, String key, String value) {
        if (!value.isEmpty()) {
            pairs.pair(word(key), value);
        }
    }

    private static void entries(List<Entry> entries, Tag body) {
        body.add("h2").text(word("bank.entries"));
        Tag table = body.add("table", "grid block");
        Tag head = table.add("thead").add("tr");
        head.add("th").style("width: 17%%").text(word("bank.entry.account"));
        head.add("th").style("width: 27%%").text(word("bank.entry.name"));
        head.add("th").style("width: 26%%").text(word("bank.entry.concept"));
        head.add("th", "right").style("width: 15%%").text(word("bank.entry.debit"));
        head.add("th", "right").style("width: 15%%").text(word("bank.entry.credit"));
        Tag rows = table.add("tbody");
        for (Entry entry : entries) {
            Tag row = rows.add("tr");
            row.add("td").text(entry.account());
            row.add("td").text(entry.name());
            row.add("td").text(entry.concept());
            row.add("td", "right").text(side(entry.debit()));
            row.add("td", "right").text(side(entry.credit()));
        }
        BigDecimal debit = sum(entries, Entry::debit);
        BigDecimal credit = sum(entries, Entry::credit);
        Tag sums = rows.add("tr", "sum");
        sums.add("td");
        sums.add("td");
        sums.add("td", "right").text(word(debit.compareTo(credit) == 0 ? "bank.entry.sum" : "bank.entry.unequal"));
        sums.add("td", "right").text(Figures.money(debit));
        sums.add("td", "right").text(Figures.money(credit));
    }

    private static String side(BigDecimal amount) {
        return amount.signum() == 0 ? "" : Figures.money(amount);
    }

    private static BigDecimal sum(List<Entry> entries, Function<Entry, BigDecimal> side) {
        return entries.stream().map(side).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void signatures(Kind kind, Tag body) {
        List<String> who = switch (kind) {
            case CHEQUE, EGRESO -> List.of("bank.sign.made", "bank.sign.approved", "bank.sign.received");
            case INGRESO, INGRESO_NO_DEPOSITADO -> List.of("bank.sign.delivered", "bank.sign.cashier");
            case POLIZA -> List.of("bank.sign.made", "bank.sign.approved");
        };
        Tag row = body.add("table", "signatures").add("tr");
        for (String key : who) {
            row.add("td").add("div", "line").text(word(key));
        }
    }
}

package org.valija.server.printing;

import static org.valija.server.printing.Papers.word;

import java.math.BigDecimal;
import java.util.List;
import org.valija.server.retenciones.Catalogos;
import org.valija.server.retenciones.Impuesto;
import org.valija.server.retenciones.Retencion;
import org.valija.server.retenciones.Totales;

/** A retención's taxes and totals. */
final class RetencionAmounts {

    /** A retención has a handful. */
    private static final int MOST_TAXES = 200;

    private RetencionAmounts() {}

    static void write(Retencion retencion, Tag body) {
        taxes(retencion.impuestos(), body);
        Tag row = body.add("table", "sides").add("tr");
        words(retencion.totales(), row.add("td"));
        row.add("td", "gap");
        totals(retencion.totales(), row.add("td", "narrow"));
    }

    private static void taxes(List<Impuesto> taxes, Tag body) {
        body.add("h2").text(word("reten.taxes"));
        Tag table = body.add("table", "grid block");
        Tag head = table.add("thead").add("tr");
        head.add("th").style("width: 28%%").text(word("reten.tax"));
        head.add("th").style("width: 28%%").text(word("reten.tax.kind"));
        head.add("th", "right").style("width: 22%%").text(word("reten.tax.base"));
        head.add("th", "right").style("width: 22%%").text(word("reten.tax.amount"));
        Tag rows = table.add("tbody");
        for (Impuesto tax : taxes.subList(0, Math.min(MOST_TAXES, taxes.size()))) {
            Tag row = rows.add("tr");
            row.add("td")
                    .text(tax.impuestoRet()
                            .map(key -> RetencionPrinter.named(key, Catalogos.impuestoRet(key)))
                            .orElseGet(() -> word("reten.tax.unknown")));
            row.add("td").text(RetencionPrinter.named(tax.tipoPagoRet(), Catalogos.tipoPagoRet(tax.tipoPagoRet())));
            row.add("td", "right").text(tax.baseRet().map(Figures::money).orElse(""));
            row.add("td", "right").text(Figures.money(tax.montoRet()));
        }
        if (taxes.size() > MOST_TAXES) {
            rows.add("tr", "none").add("td").span(4).text(word("reten.tax.rest"));
        }
        if (taxes.isEmpty()) {
            Tag row = rows.add("tr", "none");
            row.add("td").span(4).text(word("reten.tax.none"));
        } else if (taxes.size() > 1) {
            Tag sum = rows.add("tr", "sum");
            sum.add("td", "right").span(3).text(word("reten.tax.sum"));
            sum.add("td", "right")
                    .text(Figures.money(
                            taxes.stream().map(Impuesto::montoRet).reduce(BigDecimal.ZERO, BigDecimal::add)));
        }
    }

    private static void words(Totales totals, Tag cell) {
        String words = AmountWords.of(totals.montoTotRet(), "MXN");
        if (!words.isEmpty()) {
            cell.add("h2").text(word("reten.words").toUpperCase(Papers.MEXICO));
            cell.add("div", "words").text("(" + words + ")");
        }
    }

    private static void totals(Totales totals, Tag cell) {
        Tag table = cell.add("table", "totals");
        total(table.add("tr"), "reten.total.operation", totals.montoTotOperacion());
        total(table.add("tr"), "reten.total.taxed", totals.montoTotGrav());
        total(table.add("tr"), "reten.total.exempt", totals.montoTotExent());
        totals.utilidadBimestral().ifPresent(amount -> total(table.add("tr"), "reten.total.profit", amount));
        totals.isrCorrespondiente().ifPresent(amount -> total(table.add("tr"), "reten.total.isr", amount));
        total(table.add("tr", "great"), "reten.total.withheld", totals.montoTotRet());
    }

    private static void total(Tag row, String key, BigDecimal amount) {
        row.add("th").text(word(key));
        row.add("td").text(Figures.money(amount));
    }
}

package org.valija.server.printing;

import java.io.OutputStream;
import java.util.List;
import java.util.ResourceBundle;
import org.valija.server.printing.TablePage.Column;

/** Prints reports on letter sheets, the table's head and the title again on every one. Thread-safe. */
public final class TablePrinter {

    private static final ResourceBundle.Control CONTROL =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final PdfPress press;

    public TablePrinter(PdfPress press) {
        this.press = press;
    }

    /**
     * Writes the PDF; the stream stays open.
     *
     * @throws java.io.UncheckedIOException if the stream does not take it
     */
    public void print(TablePage page, Branding branding, OutputStream out) {
        ResourceBundle words = ResourceBundle.getBundle("printing", page.locale(), CONTROL);
        String numbering = Papers.numbering(words.getString("printing.page"), words.getString("printing.page.of"));
        Imprint imprint = new Imprint(
                page.title(), branding.company(), page.title(), page.locale().toLanguageTag(), page.created());
        String rules = page.wide() ? numbering + "@page { size: 279.4mm 215.9mm; }" : numbering;
        press.print(imprint, branding, rules, body -> write(page, branding, body), out);
    }

    private static void write(TablePage page, Branding branding, Tag body) {
        Tag sheet = page.wide() ? body.add("div", "wide") : body.add("div");
        Letterhead.repeated(sheet, page.title(), branding.company(), branding.company());
        Tag what = new Letterhead(branding).head(sheet);
        what.add("h1").text(page.title());
        page.lines().forEach(line -> what.add("div", "mark").text(line));
        Tag table = sheet.add("table", "grid dense");
        head(page.columns(), table);
        Tag rows = table.add("tbody");
        page.rows().forEach(row -> row(page.columns(), row, rows.add("tr")));
        if (page.rows().isEmpty()) {
            sheet.add("p", "note").text(page.empty());
        }
    }

    private static void head(List<Column> columns, Tag table) {
        Tag head = table.add("thead").add("tr");
        int whole = columns.stream().mapToInt(Column::share).sum();
        for (Column column : columns) {
            cell(head, "th", column)
                    .style("width: %.3f%%", 100.0 * column.share() / whole)
                    .text(column.heading());
        }
    }

    private static void row(List<Column> columns, List<String> row, Tag target) {
        for (int i = 0; i < columns.size(); i++) {
            cell(target, "td", columns.get(i)).text(row.get(i));
        }
    }

    private static Tag cell(Tag row, String name, Column column) {
        return column.right() ? row.add(name, "right") : row.add(name);
    }
}

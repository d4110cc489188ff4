package org.valija.server.catalogues;

import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.sheets.SheetCell;
import org.valija.server.sheets.SheetColumn;
import org.valija.server.sheets.SheetWriter;

/** The sheets that the import gives out, in the reader's language. Thread-safe. */
@Component
class ImportSheets {

    private static final List<List<String>> EXAMPLES = List.of(
            List.of(
                    "AAGA850412QX3",
                    "Ana Álvarez García",
                    "AAGA850412MGTLRN07",
                    "38040",
                    "Ana Álvarez",
                    "ana.alvarez@cliente.example",
                    "Facturación",
                    "",
                    "",
                    "",
                    "contador@cliente.example"),
            List.of(
                    "TNO010203AB9",
                    "Transportes del Norte",
                    "",
                    "06600",
                    "Luis Ríos",
                    "luis.rios@transportes.example",
                    "Tesorería",
                    "Eva Mora",
                    "eva.mora@transportes.example",
                    "Contabilidad",
                    ""),
            List.of(
                    Rfc.FOREIGN,
                    "Northern Freight Inc.",
                    "",
                    "",
                    "John Smith",
                    "john.smith@freight.example",
                    "",
                    "",
                    "",
                    "",
                    ""));

    private final MessageSource messages;

    ImportSheets(MessageSource messages) {
        this.messages = messages;
    }

    void writeSampleWorkbook(OutputStream out) {
        try (SheetWriter writer = SheetWriter.xlsx(out, text("import.sample.file"), sampleColumns())) {
            writeExamples(writer);
        }
    }

    void writeSampleText(OutputStream out) {
        try (SheetWriter writer = SheetWriter.csv(out, sampleColumns())) {
            writeExamples(writer);
        }
    }

    /** One row for each reason. */
    void writeRefused(List<PlannedRow.Refused> refused, OutputStream out) {
        List<SheetColumn> columns = List.of(
                column("import.refused.line", 10),
                column("import.refused.who", 40),
                column("import.refused.column", 30),
                column("import.refused.why", 80));
        try (SheetWriter writer = SheetWriter.xlsx(out, text("import.refused.file"), columns)) {
            for (PlannedRow.Refused row : refused) {
                for (RowFinding finding : row.findings()) {
                    writer.row(
                            SheetCell.of(row.line()),
                            SheetCell.of(row.label()),
                            SheetCell.of(finding.column()),
                            SheetCell.of(text(finding.key(), finding.values())));
                }
            }
        }
    }

    private static void writeExamples(SheetWriter writer) {
        EXAMPLES.forEach(
                example -> writer.row(example.stream().map(SheetCell::of).toList()));
    }

    private List<SheetColumn> sampleColumns() {
        return Stream.of(
                        column("beneficiaries.rfc", 16),
                        column("beneficiaries.name", 36),
                        column("beneficiaries.curp", 22),
                        column("beneficiaries.postalCode", 14),
                        column("import.column.contact", 24),
                        column("import.column.address", 34),
                        column("import.column.role", 18),
                        second("import.column.contact", 24),
                        second("import.column.address", 34),
                        second("import.column.role", 18),
                        column("import.column.cc", 34))
                .toList();
    }

    private SheetColumn column(String key, int width) {
        return new SheetColumn(text(key), width);
    }

    private SheetColumn second(String key, int width) {
        return new SheetColumn(text(key) + " 2", width);
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}

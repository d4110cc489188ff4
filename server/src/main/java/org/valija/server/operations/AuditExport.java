package org.valija.server.operations;

import java.io.OutputStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.valija.server.ValijaProperties;
import org.valija.server.audit.AuditEntry;
import org.valija.server.audit.AuditFilter;
import org.valija.server.sheets.SheetCell;
import org.valija.server.sheets.SheetColumn;
import org.valija.server.sheets.SheetWriter;

/** The audit as a sheet. Thread-safe. */
@Component
class AuditExport {

    /** Rows of a workbook; text has no such end. */
    private static final long MOST_OF_A_WORKBOOK = 1_000_000;

    private final AuditReview review;
    private final AuditWords words;
    private final MessageSource messages;
    private final ZoneId zone;

    AuditExport(AuditReview review, AuditWords words, MessageSource messages, ValijaProperties properties) {
        this.review = review;
        this.words = words;
        this.messages = messages;
        this.zone = Optional.ofNullable(properties.zone()).orElseGet(ZoneId::systemDefault);
    }

    void xlsx(AuditFilter filter, OutputStream out) {
        try (SheetWriter sheet = SheetWriter.xlsx(out, text("audit.title"), columns())) {
            review.each(filter, MOST_OF_A_WORKBOOK, entry -> sheet.row(cells(entry)));
        }
    }

    void csv(AuditFilter filter, OutputStream out) {
        try (SheetWriter sheet = SheetWriter.csv(out, columns())) {
            review.each(filter, Long.MAX_VALUE, entry -> sheet.row(cells(entry)));
        }
    }

    private List<SheetColumn> columns() {
        return List.of(
                new SheetColumn(text("audit.number"), 12),
                new SheetColumn(text("audit.when"), 20),
                new SheetColumn(text("audit.who"), 28),
                new SheetColumn(text("audit.where"), 24),
                new SheetColumn(text("audit.what"), 36),
                new SheetColumn(text("audit.code"), 28),
                new SheetColumn(text("audit.record"), 40),
                new SheetColumn(text("audit.details"), 80));
    }

    private List<SheetCell> cells(AuditEntry entry) {
        return List.of(
                SheetCell.of(entry.id()),
                SheetCell.of(LocalDateTime.ofInstant(entry.at(), zone)),
                SheetCell.of(words.actor(entry.actor())),
                SheetCell.of(entry.address()),
                SheetCell.of(words.action(entry)),
                SheetCell.of(entry.action()),
                SheetCell.of(entry.subject()),
                SheetCell.of(words.line(entry)));
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}

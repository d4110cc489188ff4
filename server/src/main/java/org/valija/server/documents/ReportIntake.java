package org.valija.server.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.valija.server.documents.FileReading.Checked;
import org.valija.server.retenciones.UnreadableRetencionException.Reason;

/** Makes documents of files that say nothing of what they are: they are what is ordered. Thread-safe. */
@Component
class ReportIntake {

    private final FileReading reading;
    private final DocumentStore store;

    ReportIntake(FileReading reading, DocumentStore store) {
        this.reading = reading;
        this.store = store;
    }

    /**
     * Stores a document with all its files in one. The same file again is the same document within its month and kind:
     * nothing is stored then, and the others may be joined to it.
     *
     * @throws RefusedFileException when nothing but a retención is ordered, or nobody knows whose it is
     */
    Outcome take(Checked file, List<Checked> more, IntakeOrder order) throws IOException {
        if (order.kind() == Kind.RETENCION) {
            throw file.type() == FileType.PDF
                    ? RefusedFileException.of("alone")
                    : new RefusedFileException(new Refusal(
                            RetencionIntake.OF_RETENCIONES + Reason.OTHER_DOCUMENT.code(),
                            List.of("", "", file.name())));
        }
        long company = order.companyId().orElseThrow(() -> RefusedFileException.of("whose"));
        order.check(company, order.kind());
        NewDocument document = document(company, file, order);
        String identity = document.identity().orElseThrow();
        Optional<Document> before = store.identified(company, identity);
        if (before.isPresent()) {
            return new Outcome.Known(file.name(), before.get());
        }
        List<Checked> all = new ArrayList<>(List.of(file));
        all.addAll(more);
        return store.add(document, reading.keep(all))
                .<Outcome>map(added -> new Outcome.Stored(file.name(), added))
                .orElseGet(() -> new Outcome.Known(
                        file.name(), store.identified(company, identity).orElseThrow()));
    }

    private static NewDocument document(long company, Checked file, IntakeOrder order) {
        int year = order.date().getYear();
        int month = order.date().getMonthValue();
        return new NewDocument(
                company,
                order.kind(),
                "",
                order.date(),
                year,
                month,
                Optional.empty(),
                "",
                "",
                file.name().substring(0, file.name().lastIndexOf('.')),
                Optional.empty(),
                "MXN",
                "",
                Optional.empty(),
                false,
                Seal.NONE,
                0,
                order.source(),
                order.by(),
                Optional.of("sha256:" + order.kind() + ":" + Document.period(year, month) + ":" + file.sha256()),
                Optional.empty());
    }
}

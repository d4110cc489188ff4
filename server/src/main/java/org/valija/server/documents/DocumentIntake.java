package org.valija.server.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.valija.server.documents.FileReading.Checked;
import org.valija.server.documents.RetencionExaminer.Examined;
import org.valija.sql.DatabaseException;

/**
 * Takes files that come in and makes documents of them: retenciones by their XML, with each PDF joined to its XML by the folio
 * fiscal in its name or text, or by its name; other files as documents of the kind that is ordered. Each file is taken whole or
 * not at all, and the same file again changes nothing. Thread-safe.
 */
@Service
public class DocumentIntake {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentIntake.class);

    private final FileReading reading;
    private final RetencionIntake retenciones;
    private final ReportIntake reports;
    private final Partners partners;

    DocumentIntake(FileReading reading, RetencionIntake retenciones, ReportIntake reports, Partners partners) {
        this.reading = reading;
        this.retenciones = retenciones;
        this.reports = reports;
        this.partners = partners;
    }

    /** Takes files; gives what became of each, in their order. */
    public List<Outcome> take(List<IncomingFile> files, IntakeOrder order) {
        Batch batch = new Batch(order);
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        List<Integer> turns = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            turns.add(i);
        }
        // A PDF is joined to an XML that is here by then.
        turns.sort(Comparator.comparing(i -> FileType.of(files.get(i).name())
                .map(type -> type == FileType.XML ? 0 : 1)
                .orElse(1)));
        for (int i : turns) {
            outcomes.put(i, batch.take(files.get(i)));
        }
        List<Outcome> inOrder = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            inOrder.add(Optional.ofNullable(outcomes.get(i)).orElseThrow());
        }
        return inOrder;
    }

    /** Whether a PDF has an XML here already, to which it would be joined. */
    public boolean hasPartner(IncomingFile pdf, IntakeOrder order) {
        try {
            return new Batch(order).partner(reading.check(pdf)).isPresent();
        } catch (IOException | RefusedFileException e) {
            LOG.debug("{} is told what is wrong when it is taken", pdf.name(), e);
            return true;
        }
    }

    /** Files that come together. Not thread-safe. */
    private final class Batch {

        private final IntakeOrder order;
        /** Documents of this batch by the stem of their first file. */
        private final Map<String, Document> byStem = new HashMap<>();

        Batch(IntakeOrder order) {
            this.order = order;
        }

        Outcome take(IncomingFile file) {
            try {
                Outcome outcome = take(reading.check(file));
                outcome.document().ifPresent(document -> byStem.putIfAbsent(DocumentFile.stem(file.name()), document));
                return outcome;
            } catch (RefusedFileException e) {
                return new Outcome.Refused(file.name(), e.refusal());
            } catch (IOException e) {
                LOG.warn("{} cannot be read", file.name(), e);
                return new Outcome.Refused(file.name(), Refusal.unreadable());
            } catch (DatabaseException | UncheckedIOException e) {
                LOG.error("{} cannot be stored now", file.name(), e);
                return new Outcome.Refused(file.name(), Refusal.failed());
            } catch (RuntimeException | StackOverflowError e) {
                LOG.error("{} cannot be taken", file.name(), e);
                return new Outcome.Refused(file.name(), Refusal.strange());
            }
        }

        private Outcome take(Checked file) throws IOException {
            return switch (file.type()) {
                case XML -> xml(file);
                case PDF -> {
                    Optional<Document> partner = partner(file);
                    yield partner.isPresent() ? partners.join(partner.get(), file) : other(file);
                }
                case XLSX -> {
                    Optional<Document> partner = Optional.ofNullable(byStem.get(DocumentFile.stem(file.name())));
                    yield partner.isPresent() ? partners.join(partner.get(), file) : other(file);
                }
            };
        }

        private Outcome xml(Checked file) throws IOException {
            Optional<Examined> examined = retenciones.read(file, order.kind());
            return examined.isPresent() ? retenciones.take(file, examined.get(), List.of(), order) : other(file);
        }

        /** The document whose PDF this is: by folio fiscal, else by name. */
        Optional<Document> partner(Checked pdf) throws IOException {
            return partners.byFolio(pdf, order)
                    .or(() -> Optional.ofNullable(byStem.get(DocumentFile.stem(pdf.name()))))
                    .or(() -> partners.byName(pdf, order));
        }

        /** A document of the kind that is ordered; several files of one name are one document. */
        private Outcome other(Checked file) throws IOException {
            Document partner = byStem.get(DocumentFile.stem(file.name()));
            return partner != null && partner.kind() == order.kind() && order.kind() != Kind.RETENCION
                    ? partners.join(partner, file)
                    : reports.take(file, List.of(), order);
        }
    }
}

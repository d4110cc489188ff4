package org.valija.server.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.valija.server.documents.DocumentFile.Role;
import org.valija.server.documents.FileReading.Checked;
import org.valija.server.documents.RetencionExaminer.Examined;

/**
 * Takes files that are one document: all of them or none. Everything that can be told beforehand is looked at first, and what
 * is new is stored in one transaction. Thread-safe.
 */
@Service
public class DocumentAssembly {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentAssembly.class);

    private final FileReading reading;
    private final RetencionIntake retenciones;
    private final ReportIntake reports;
    private final Partners partners;

    DocumentAssembly(FileReading reading, RetencionIntake retenciones, ReportIntake reports, Partners partners) {
        this.reading = reading;
        this.retenciones = retenciones;
        this.reports = reports;
        this.partners = partners;
    }

    /**
     * Takes files, at least one.
     *
     * @return what became of each; when one of them is refused those alone that were, and nothing is kept
     */
    public List<Outcome> take(List<IncomingFile> files, IntakeOrder order) {
        List<Outcome> refused = new ArrayList<>();
        List<Checked> checked = new ArrayList<>();
        for (IncomingFile file : files) {
            try {
                Checked one = reading.check(file);
                boolean taken = one.type().role() != Role.OTHER
                        && checked.stream().anyMatch(other -> other.type() == one.type());
                if (taken) {
                    throw RefusedFileException.of("second", one.name());
                }
                checked.add(one);
            } catch (RefusedFileException e) {
                refused.add(new Outcome.Refused(file.name(), e.refusal()));
            } catch (IOException e) {
                refused.add(unreadable(file.name(), e));
            }
        }
        if (!refused.isEmpty()) {
            return refused;
        }
        // The XML tells what it is; a PDF may be refused when it is joined, which others are not.
        checked.sort(Comparator.comparing(file -> file.type().role()));
        return together(checked.getFirst(), checked.subList(1, checked.size()), order);
    }

    private List<Outcome> together(Checked first, List<Checked> more, IntakeOrder order) {
        try {
            Optional<Examined> examined =
                    first.type() == FileType.XML ? retenciones.read(first, order.kind()) : Optional.empty();
            List<Outcome> strays = more.stream()
                    .filter(file -> !belong(file, first, examined))
                    .<Outcome>map(
                            file -> new Outcome.Refused(file.name(), Refusal.of("apart", file.name(), first.name())))
                    .toList();
            return strays.isEmpty() ? taken(first, more, examined, order) : strays;
        } catch (RefusedFileException e) {
            return List.of(new Outcome.Refused(first.name(), e.refusal()));
        } catch (IOException e) {
            return List.of(unreadable(first.name(), e));
        }
    }

    /** Files of one name are of one document, and a PDF is of the retención whose folio fiscal it says. */
    private static boolean belong(Checked file, Checked first, Optional<Examined> examined) {
        Optional<UUID> uuid = examined.flatMap(Examined::uuid);
        return DocumentFile.stem(file.name()).equals(DocumentFile.stem(first.name()))
                || (file.type() == FileType.PDF && uuid.isPresent() && Partners.isOf(file, first.octets(), uuid.get()));
    }

    private List<Outcome> taken(Checked first, List<Checked> more, Optional<Examined> examined, IntakeOrder order)
            throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(
                examined.isPresent()
                        ? retenciones.take(first, examined.get(), more, order)
                        : other(first, more, order));
        Document document = outcomes.getFirst().document().orElseThrow();
        boolean all = outcomes.getFirst() instanceof Outcome.Stored || outcomes.getFirst() instanceof Outcome.Stamped;
        for (Checked file : more) {
            try {
                outcomes.add(all ? new Outcome.Joined(file.name(), document) : partners.join(document, file));
            } catch (RefusedFileException e) {
                return List.of(new Outcome.Refused(file.name(), e.refusal()));
            }
        }
        return outcomes;
    }

    private Outcome other(Checked first, List<Checked> more, IntakeOrder order) throws IOException {
        if (first.type() == FileType.PDF) {
            Optional<Document> byFolio = partners.byFolio(first, order);
            Optional<Document> partner = byFolio.isPresent() ? byFolio : partners.byName(first, order);
            if (partner.isPresent()) {
                return partners.join(partner.get(), first);
            }
        }
        return reports.take(first, more, order);
    }

    private static Outcome unreadable(String name, IOException e) {
        LOG.warn("{} cannot be read", name, e);
        return new Outcome.Refused(name, Refusal.unreadable());
    }
}
